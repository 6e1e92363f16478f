/** Files, locks and worker threads of Node. */
export { type FolderLock, lockFileName, lockFolder } from './files/lock-file.node.ts';
export { asMachineError, replaceWhole, writeWhole } from './files/write-file.node.ts';
export * from './index.ts';
export { packageRoot } from './package-root.node.ts';
export { runInWorker } from './worker/run-in-worker.node.ts';
