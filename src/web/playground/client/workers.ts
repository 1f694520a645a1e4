import type {} from "monaco-editor";

window.MonacoEnvironment = {
  getWorker: (_workerId, label) => new Worker(new URL(workerFile(label), import.meta.url)),
};

function workerFile(label: string): string {
  if (label === "json") return WORKER_FILES["json.worker"];
  if (label === "graphql") return WORKER_FILES["graphql.worker"];
  return WORKER_FILES["editor.worker"];
}
