/**
 * Failures of the operating system in C's words. Node has the numbers; its
 * texts are its own, so those of glibc stand here for what files, processes
 * and pipes can come across.
 */
import { constants } from "node:os";

const texts: Readonly<Partial<Record<string, string>>> = {
  EPERM: "Operation not permitted",
  ENOENT: "No such file or directory",
  EINTR: "Interrupted system call",
  EIO: "Input/output error",
  ENXIO: "No such device or address",
  E2BIG: "Argument list too long",
  ENOEXEC: "Exec format error",
  EBADF: "Bad file descriptor",
  ECHILD: "No child processes",
  EAGAIN: "Resource temporarily unavailable",
  ENOMEM: "Cannot allocate memory",
  EACCES: "Permission denied",
  EFAULT: "Bad address",
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EXDEV: "Invalid cross-device link",
  ENODEV: "No such device",
  ENOTDIR: "Not a directory",
  EISDIR: "Is a directory",
  EINVAL: "Invalid argument",
  ENFILE: "Too many open files in system",
  EMFILE: "Too many open files",
  ENOTTY: "Inappropriate ioctl for device",
  ETXTBSY: "Text file busy",
  EFBIG: "File too large",
  ENOSPC: "No space left on device",
  ESPIPE: "Illegal seek",
  EROFS: "Read-only file system",
  EMLINK: "Too many links",
  EPIPE: "Broken pipe",
  ENAMETOOLONG: "File name too long",
  ENOTEMPTY: "Directory not empty",
  ELOOP: "Too many levels of symbolic links",
  EOVERFLOW: "Value too large for defined data type",
  EDQUOT: "Disk quota exceeded",
};

/** A failed operation: C's text for it and its number. */
export interface Failure {
  readonly text: string;
  readonly errno: number;
}

/** The failure of a code such as "ENOENT". */
export function failureOf(code: string): Failure {
  const errno = (constants.errno as Readonly<Partial<Record<string, number>>>)[code] ?? 0;
  return { text: texts[code] ?? `Unknown error ${errno}`, errno };
}

/** The failure behind an exception of Node's; anything else is a defect and goes on. */
export function failureFrom(error: unknown): Failure {
  if (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("E")
  ) {
    return failureOf(error.code);
  }
  throw error;
}
