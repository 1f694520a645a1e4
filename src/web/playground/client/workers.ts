import type {} from "monaco-editor";

window.MonacoEnvironment = {
  getWorker: (_workerId, label) => new Worker(new URL(workerFile(label), import.meta.url)),
};

function workerFile(label: string): string {
  if (label === "json") return workerFiles["json.worker"];
  if (label === "graphql") return workerFiles["graphql.worker"];
  return workerFiles["editor.worker"];
}
