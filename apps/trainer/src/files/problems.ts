import { messageOf, systemCode } from '../errors.ts';

const PROBLEMS: Record<string, string> = {
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'no folder can be made there',
  ENOTDIR: 'part of the path is a file',
  EEXIST: 'there is a file of that name',
  EISDIR: 'there is a folder of that name',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your quota of the disk is used up',
  EIO: 'the disk fails',
};

const DISK = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'];

/** What is wrong with the disk, when that is what failed. */
export function diskProblem(error: unknown): string | undefined {
  const code = systemCode(error) ?? '';
  return DISK.includes(code) ? PROBLEMS[code] : undefined;
}

/** What a person is told when a file or folder they asked for by `flag` can't be written. */
export const cannotWrite = (flag: string, path: string, error: unknown): string =>
  `${flag}: ${path} can't be written: ${PROBLEMS[systemCode(error) ?? ''] ?? messageOf(error)}`;
