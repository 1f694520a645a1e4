// Locks the folder it is given and keeps the lock until it is killed.
import { acquireFolderLock } from "../../src/database/embedded/folder-lock.js";

await acquireFolderLock(process.argv[2] ?? "");
console.log("locked");
setInterval(() => {}, 1_000);
