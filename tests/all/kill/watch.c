/* Loaded before the C library, into the program as it was built. It watches what goes to the
 * database's files and to the modem's line, and can kill the program inside a commit.
 *
 * WATCH_LOG   a file that gets every such write and every sync, in the order in which they are done
 * WATCH_ARM   a file that a test puts there: "COMMIT STAGE". From then on commits are counted, and in
 *             that one the program gets SIGKILL: at `begin`, before anything of it is written; at
 *             `torn`, when half of its last page is; at `written`, before it is synced; at `synced`,
 *             after that, and before anybody learns of it. A commit that has no sync of its own is
 *             synced with the next: for it the last two are one, just before that one begins.
 *
 * A record of the log: what ('d' a write to the database, 'w' to its log, 's' and 'S' their syncs,
 * 't' a write to a line), an offset, a length, and the octets; native byte order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum kind { OTHER, DATABASE, WAL, LINE };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static int armed_commit;
static char armed_stage[16];
static int commit;
static int in_commit;
static int last_frame;
static int is_whole; /* the last page of the commit has been written */

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    const char *path = getenv("WATCH_LOG");
    if (path)
        log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ends(const char *text, const char *end) {
    size_t have = strlen(text), want = strlen(end);
    return have >= want && strcmp(text + have - want, end) == 0;
}

static enum kind kind_of(int fd) {
    char link[64], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return OTHER;
    path[length] = 0;
    if (strncmp(path, "/dev/pts/", 9) == 0)
        return LINE;
    if (ends(path, "/readybell.db"))
        return DATABASE;
    return ends(path, "/readybell.db-wal") ? WAL : OTHER;
}

static void note(char what, uint64_t offset, const void *octets, uint32_t length) {
    if (log_fd < 0)
        return;
    char head[13];
    head[0] = what;
    memcpy(head + 1, &offset, 8);
    memcpy(head + 9, &length, 4);
    if (real_write(log_fd, head, sizeof head) != sizeof head ||
        (length && real_write(log_fd, octets, length) != (ssize_t)length))
        abort();
}

static void look_for_arms(void) {
    const char *path = getenv("WATCH_ARM");
    int fd;
    if (armed_commit || !path || (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
        return;
    char text[64] = "";
    if (read(fd, text, sizeof text - 1) > 0)
        sscanf(text, "%d %15s", &armed_commit, armed_stage);
    close(fd);
    commit = 0;
}

static int is_time(const char *stage) {
    return armed_commit && commit == armed_commit && strcmp(stage, armed_stage) == 0;
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

ssize_t pwrite64(int fd, const void *octets, size_t length, off64_t offset) {
    enum kind kind = kind_of(fd);
    if (kind != DATABASE && kind != WAL)
        return real_pwrite64(fd, octets, length, offset);
    pthread_mutex_lock(&lock);
    if (kind == WAL) {
        if (in_commit && is_whole && (is_time("written") || is_time("synced")))
            die();
        if (!in_commit || is_whole) {
            look_for_arms();
            in_commit = 1;
            is_whole = 0;
            commit++;
            if (is_time("begin"))
                die();
        }
        /* The log's header has 32 octets, a frame's 24. A frame's header tells in octets 4 to 7 the
         * size of the database when it is a commit's last, else 0 (SQLite's file format, 4.1). */
        if (length == 32)
            last_frame = 0;
        else if (length == 24)
            last_frame = memcmp((const char *)octets + 4, "\0\0\0\0", 4) != 0;
        else if (length > 32 && last_frame && is_time("torn")) {
            real_pwrite64(fd, octets, length / 2, offset);
            die();
        }
    }
    ssize_t done = real_pwrite64(fd, octets, length, offset);
    if (kind == WAL && length > 32 && last_frame)
        is_whole = 1;
    if (done > 0)
        note(kind == WAL ? 'w' : 'd', offset, octets, done);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int fd, const void *octets, size_t length, off_t offset) {
    return pwrite64(fd, octets, length, offset);
}

static int watched_sync(int fd, int (*sync)(int)) {
    enum kind kind = kind_of(fd);
    if (kind != DATABASE && kind != WAL)
        return sync(fd);
    pthread_mutex_lock(&lock);
    int of_commit = kind == WAL && in_commit && last_frame;
    if (of_commit && is_time("written"))
        die();
    int done = sync(fd);
    if (of_commit && is_time("synced"))
        die();
    if (of_commit)
        in_commit = 0;
    if (done == 0)
        note(kind == WAL ? 's' : 'S', 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int fd) { return watched_sync(fd, real_fsync); }

int fdatasync(int fd) { return watched_sync(fd, real_fdatasync); }

ssize_t write(int fd, const void *octets, size_t length) {
    if (log_fd < 0 || kind_of(fd) != LINE)
        return real_write(fd, octets, length);
    pthread_mutex_lock(&lock);
    ssize_t done = real_write(fd, octets, length);
    if (done > 0)
        note('t', 0, octets, done);
    pthread_mutex_unlock(&lock);
    return done;
}
