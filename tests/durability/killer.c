/* Loaded before libc: counts the calls that change something, and kills the process before one.

A write counts twice: before it, and after half of it. Each call is told as its name, the size of its
data, and one or two paths, with tabs between them; the data follow. Beside that it stops the clock,
so that the same command writes the same. Nothing happens before `killer_arm`.
*/
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static long deadline = -1, seen = 0;
static int told_to = -1;
static time_t stopped_at = 0;

/* Die before the call numbered `at`, from 1 on; 0: never. Calls are told to the handle `told`. */
void killer_arm(long at, int told, long clock)
{
    deadline = at;
    told_to = told;
    stopped_at = clock;
    seen = 0;
}

static void step(const char *call, const char *path, const char *to, const void *data, size_t size)
{
    if (deadline < 0)
        return;
    seen++;
    dprintf(told_to, "%s\t%zu\t%s\t%s\n", call, size, path ? path : "", to ? to : "");
    for (size_t done = 0; done < size;) {
        ssize_t more = syscall(SYS_write, told_to, (const char *)data + done, size - done);
        if (more <= 0)
            abort();
        done += (size_t)more;
    }
    if (seen == deadline) {
        kill(getpid(), SIGKILL);
        for (;;)
            pause();
    }
}

static const char *name_of(int fd, char *path, size_t size)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    path[length < 0 ? 0 : length] = 0;
    return path;
}

static void step_of(const char *call, int fd, const void *data, size_t size)
{
    char path[4096];
    step(call, name_of(fd, path, sizeof path), "", data, size);
}

/* Say what a path is from the folder `in`, if it is not from where the process is. */
static const char *below(int in, const char *path, char *whole, size_t size)
{
    if (deadline < 0 || in == AT_FDCWD || path[0] == '/')
        return path;
    size_t length = strlen(name_of(in, whole, size));
    snprintf(whole + length, size - length, "/%s", path);
    return whole;
}

/* What goes to a terminal or a pipe is said, not changed. */
static int changes(int fd)
{
    struct stat found;
    int before = errno;
    int is_kept = deadline >= 0 && fd != told_to && fstat(fd, &found) == 0
        && (S_ISREG(found.st_mode) || S_ISSOCK(found.st_mode));
    errno = before;
    return is_kept;
}

/* Count a write of `size` bytes; half of them are to be written if this says so. */
static int is_torn(const char *call, int fd, const void *data, size_t size)
{
    if (!changes(fd))
        return 0;
    step_of(call, fd, data, size);
    return size > 1 && seen + 1 == deadline;
}

static void after_half(int fd, size_t size)
{
    if (size > 1 && changes(fd))
        step_of("half", fd, 0, 0);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRITES(name, parameters, half, arguments) \
    ssize_t name parameters \
    { \
        if (is_torn(#name, fd, data, n)) \
            REAL(name) half; \
        after_half(fd, n); \
        return REAL(name) arguments; \
    }

WRITES(write, (int fd, const void *data, size_t n), (fd, data, n / 2), (fd, data, n))
WRITES(send, (int fd, const void *data, size_t n, int flags), (fd, data, n / 2, flags),
       (fd, data, n, flags))
WRITES(pwrite, (int fd, const void *data, size_t n, off_t at), (fd, data, n / 2, at),
       (fd, data, n, at))
WRITES(pwrite64, (int fd, const void *data, size_t n, off64_t at), (fd, data, n / 2, at),
       (fd, data, n, at))

#define CHANGES_FD(type, name, parameters, arguments) \
    type name parameters \
    { \
        if (deadline >= 0) \
            step_of(#name, fd, 0, 0); \
        return REAL(name) arguments; \
    }

CHANGES_FD(ssize_t, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n))
CHANGES_FD(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags),
           (fd, message, flags))
CHANGES_FD(ssize_t, sendfile, (int fd, int from, off_t *at, size_t n), (fd, from, at, n))
CHANGES_FD(ssize_t, sendfile64, (int fd, int from, off64_t *at, size_t n), (fd, from, at, n))
CHANGES_FD(int, fsync, (int fd), (fd))
CHANGES_FD(int, fdatasync, (int fd), (fd))
CHANGES_FD(int, fchmod, (int fd, mode_t mode), (fd, mode))
CHANGES_FD(int, ftruncate, (int fd, off_t size), (fd, size))
CHANGES_FD(int, ftruncate64, (int fd, off64_t size), (fd, size))
CHANGES_FD(int, futimens, (int fd, const struct timespec times[2]), (fd, times))
CHANGES_FD(int, flock, (int fd, int how), (fd, how))

#define CHANGES_PATH(name, parameters, call, in, path, arguments) \
    int name parameters \
    { \
        char whole[4096]; \
        step(call, below(in, path, whole, sizeof whole), "", 0, 0); \
        return REAL(name) arguments; \
    }

CHANGES_PATH(unlink, (const char *path), "unlink", AT_FDCWD, path, (path))
CHANGES_PATH(unlinkat, (int in, const char *path, int flags), "unlink", in, path,
             (in, path, flags))
CHANGES_PATH(rmdir, (const char *path), "rmdir", AT_FDCWD, path, (path))
CHANGES_PATH(mkdir, (const char *path, mode_t mode), "mkdir", AT_FDCWD, path, (path, mode))
CHANGES_PATH(mkdirat, (int in, const char *path, mode_t mode), "mkdir", in, path, (in, path, mode))
CHANGES_PATH(symlink, (const char *of, const char *path), "symlink", AT_FDCWD, path, (of, path))
CHANGES_PATH(symlinkat, (const char *of, int in, const char *path), "symlink", in, path,
             (of, in, path))
CHANGES_PATH(truncate, (const char *path, off_t size), "truncate", AT_FDCWD, path, (path, size))
CHANGES_PATH(truncate64, (const char *path, off64_t size), "truncate", AT_FDCWD, path,
             (path, size))
CHANGES_PATH(chmod, (const char *path, mode_t mode), "chmod", AT_FDCWD, path, (path, mode))
CHANGES_PATH(fchmodat, (int in, const char *path, mode_t mode, int flags), "chmod", in, path,
             (in, path, mode, flags))
CHANGES_PATH(utimensat, (int in, const char *path, const struct timespec times[2], int flags),
             "utimens", in, path, (in, path, times, flags))

#define CHANGES_TWO(name, parameters, call, of, from, in, to, arguments) \
    int name parameters \
    { \
        char old[4096], fresh[4096]; \
        step(call, below(of, from, old, sizeof old), below(in, to, fresh, sizeof fresh), 0, 0); \
        return REAL(name) arguments; \
    }

CHANGES_TWO(rename, (const char *from, const char *to), "rename", AT_FDCWD, from, AT_FDCWD, to,
            (from, to))
CHANGES_TWO(renameat, (int of, const char *from, int in, const char *to), "rename", of, from, in,
            to, (of, from, in, to))
CHANGES_TWO(renameat2, (int of, const char *from, int in, const char *to, unsigned int flags),
            "rename", of, from, in, to, (of, from, in, to, flags))
CHANGES_TWO(link, (const char *from, const char *to), "link", AT_FDCWD, from, AT_FDCWD, to,
            (from, to))
CHANGES_TWO(linkat, (int of, const char *from, int in, const char *to, int flags), "link", of,
            from, in, to, (of, from, in, to, flags))

#define OPENS(name, parameters, in, ...) \
    int name parameters \
    { \
        char whole[4096]; \
        mode_t mode = 0; \
        if (flags & (O_CREAT | __O_TMPFILE)) { \
            va_list more; \
            va_start(more, flags); \
            mode = va_arg(more, mode_t); \
            va_end(more); \
        } \
        if (flags & (O_CREAT | O_TRUNC)) \
            step(flags & O_TRUNC ? "empty" : "create", below(in, path, whole, sizeof whole), "", \
                 0, 0); \
        return REAL(name)(__VA_ARGS__, mode); \
    }

OPENS(open, (const char *path, int flags, ...), AT_FDCWD, path, flags)
OPENS(open64, (const char *path, int flags, ...), AT_FDCWD, path, flags)
OPENS(openat, (int in, const char *path, int flags, ...), in, in, path, flags)
OPENS(openat64, (int in, const char *path, int flags, ...), in, in, path, flags)

#define LOCKS(name) \
    int name(int fd, int command, ...) \
    { \
        va_list more; \
        va_start(more, command); \
        void *argument = va_arg(more, void *); \
        va_end(more); \
        int is_lock = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK \
            || command == F_OFD_SETLKW; \
        if (is_lock && deadline >= 0) \
            step_of("lock", fd, 0, 0); \
        return REAL(name)(fd, command, argument); \
    }

LOCKS(fcntl)
LOCKS(fcntl64)

int clock_gettime(clockid_t which, struct timespec *time)
{
    if (stopped_at && which == CLOCK_REALTIME) {
        time->tv_sec = stopped_at;
        time->tv_nsec = 0;
        return 0;
    }
    return (int)syscall(SYS_clock_gettime, which, time);
}
