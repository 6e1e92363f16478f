/** What the system says when it refuses, in words: one table for reading, writing and whatever else a command does. */

interface SystemRefusal {
  readonly reason: string;
  /** Where there is something to do beside choosing another place. */
  readonly advice?: string;
}

const raiseFiles = 'Raise the limit (ulimit -n), or let fewer programs and threads run.';

const refusals: Readonly<Record<string, SystemRefusal>> = {
  EACCES: { reason: 'no permission' },
  EPERM: { reason: 'no permission' },
  EROFS: { reason: 'the file system is read-only' },
  ENOSPC: { reason: 'the disk is full' },
  EDQUOT: { reason: 'the disk quota is used up' },
  EFBIG: { reason: 'the file would be larger than this system allows' },
  EMFILE: { reason: 'this program has as many files open as it may', advice: raiseFiles },
  ENFILE: { reason: 'the system has as many files open as it can', advice: raiseFiles },
  ENAMETOOLONG: {
    reason: 'a name in the path is longer than the file system allows (255 bytes on most)',
    advice: 'Choose a shorter name.',
  },
  ELOOP: {
    reason: 'symbolic links in the path lead round in a circle',
    advice: 'Mend the link, or name the file itself.',
  },
  ENOENT: { reason: 'there is no such file or folder' },
  ENOTDIR: { reason: 'a part of the path is a file, not a folder' },
  EISDIR: { reason: 'it is a folder, not a file' },
  EEXIST: { reason: 'it exists already' },
  EIO: { reason: 'the disk failed' },
  ENOMEM: { reason: 'the memory is not enough' },
  ERR_WORKER_OUT_OF_MEMORY: { reason: 'the memory is not enough' },
};

/** undefined for an error that is none of the system. */
export function systemRefusal(error: unknown): SystemRefusal | undefined {
  const { code } = (error ?? {}) as { readonly code?: string };
  return code === undefined ? undefined : refusals[code];
}
