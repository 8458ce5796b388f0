// One question to DNS by c-ares, answered on the calling thread. In C because c-ares hands its answer to a function
// pointer and its sockets out as a bit mask by macros.
#ifndef MIMEWIRE_CARES_SHIM_H
#define MIMEWIRE_CARES_SHIM_H

#include <ares.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

typedef struct {
  int is_answered;
  int status;
  unsigned char *bytes;
  int count;
} mw_dns_answer;

static void mw_dns_take(void *context, int status, int timeouts, unsigned char *bytes, int count) {
  mw_dns_answer *answer = (mw_dns_answer *)context;
  (void)timeouts;
  answer->is_answered = 1;
  answer->status = status;
  if (bytes == NULL || count <= 0) return;
  answer->bytes = (unsigned char *)malloc((size_t)count);
  if (answer->bytes == NULL) return;
  memcpy(answer->bytes, bytes, (size_t)count);
  answer->count = count;
}

// Asks the servers of `servers` ("192.0.2.53:53,…", or NULL for the system's) for `name` and `type`. The status is
// c-ares's; the answer, if there is one, is the packet as it came, to be freed by the caller.
static inline int mw_dns_query(
    const char *servers, const char *name, int type, int timeout_ms, int tries, unsigned char **bytes, int *count) {
  struct ares_options options;
  ares_channel channel;
  mw_dns_answer answer = {0, ARES_ETIMEOUT, NULL, 0};
  int status;
  memset(&options, 0, sizeof options);
  options.timeout = timeout_ms;
  options.tries = tries;
  status = ares_init_options(&channel, &options, ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES);
  if (status != ARES_SUCCESS) return status;
  if (servers != NULL) status = ares_set_servers_ports_csv(channel, servers);
  if (status == ARES_SUCCESS) {
    ares_query(channel, name, 1 /* IN */, type, mw_dns_take, &answer);
    while (!answer.is_answered) {
      ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
      struct pollfd polled[ARES_GETSOCK_MAXNUM];
      struct timeval longest = {5, 0}, wait;
      int bits = ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM), used = 0;
      for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
        short events = 0;
        if (ARES_GETSOCK_READABLE(bits, i)) events |= POLLIN;
        if (ARES_GETSOCK_WRITABLE(bits, i)) events |= POLLOUT;
        if (events != 0) polled[used++] = (struct pollfd){sockets[i], events, 0};
      }
      struct timeval *due = ares_timeout(channel, &longest, &wait);
      poll(polled, (nfds_t)used, (int)(due->tv_sec * 1000 + due->tv_usec / 1000) + 1);
      if (used == 0) ares_process_fd(channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
      for (int i = 0; i < used; i++) {
        ares_process_fd(
            channel, polled[i].revents & (POLLIN | POLLERR | POLLHUP) ? polled[i].fd : ARES_SOCKET_BAD,
            polled[i].revents & POLLOUT ? polled[i].fd : ARES_SOCKET_BAD);
      }
    }
    status = answer.status;
  }
  ares_destroy(channel);
  *bytes = answer.bytes;
  *count = answer.count;
  return status;
}

#endif
