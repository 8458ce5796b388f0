#include <zlib.h>

// `inflateInit2` is a macro that passes zlib's version and struct size; Swift cannot see macros that call.
static inline int mw_inflate_init_gzip(z_stream *stream) {
  return inflateInit2(stream, 15 + 16);
}
