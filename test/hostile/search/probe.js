// node --import ./probe.js: tells its parent, when asked, how much CPU time and memory the process has used since it was last asked.

const sampleMs = 15;

/** The memory in use without garbage, and the memory of the process. */
function readMemory() {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: heapUsed + external, rss };
}

let start = { ...readMemory(), cpu: process.cpuUsage() };
let peak = start;
let isWatching = false;

function sample() {
  if (!isWatching) return;
  const { used, rss } = readMemory();
  peak = { ...peak, used: Math.max(peak.used, used), rss: Math.max(peak.rss, rss) };
}

process.on("message", (message) => {
  if (message === "start" || message === "start with memory") {
    isWatching = message === "start with memory";
    const memory = isWatching ? readMemory() : start;
    start = { ...memory, cpu: process.cpuUsage() };
    peak = start;
    process.send?.("started");
  }
  if (message === "stop") {
    const { user, system } = process.cpuUsage(start.cpu);
    if (isWatching) sample();
    isWatching = false;
    process.send?.({
      cpuMs: (user + system) / 1_000,
      usedBytes: peak.used - start.used,
      rssBytes: peak.rss - start.rss,
    });
  }
});
setInterval(sample, sampleMs).unref();
process.channel?.unref();
