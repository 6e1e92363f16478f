/** Files, locks, threads and processes of Node. */
export { besideFolder } from './files/beside-folder.node.ts';
export { type DiskOperation, disk, watchDisk } from './files/disk.node.ts';
export { fileChecksum, sha256 } from './files/file-checksum.node.ts';
export { leaseTimes } from './files/lease.node.ts';
export { type FolderLock, hasStaleLock, isLocked, lockFileName, lockFolder } from './files/lock-file.node.ts';
export { isAbsence, readTextIfThere } from './files/read-file.node.ts';
export { asTemporaryRefusal, temporaryFolder } from './files/temporary-folder.node.ts';
export {
  appendLine,
  asMachineError,
  namesFolder,
  replaceWhole,
  requireWritable,
  wholeName,
  writeWhole,
} from './files/write-file.node.ts';
export * from './index.ts';
export { packageRoot } from './package-root.node.ts';
export { defineJob, type JobHooks } from './rpc/define-job.node.ts';
export { processClient, threadClient } from './rpc/worker-clients.node.ts';
export { sharedSignal } from './shared-signal.node.ts';
