/** Files, locks, threads and processes of Node. */
export { type FolderLock, lockFileName, lockFolder } from './files/lock-file.node.ts';
export { asMachineError, replaceWhole, writeWhole } from './files/write-file.node.ts';
export * from './index.ts';
export { packageRoot } from './package-root.node.ts';
export { defineJob, type JobHooks } from './rpc/define-job.node.ts';
export { processClient, threadClient } from './rpc/worker-clients.node.ts';
