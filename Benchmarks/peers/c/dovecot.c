// The message parser and decoder of Dovecot's libdovecot (https://github.com/dovecot/core).
#include "config.h"
#include "lib.h"
#include "istream.h"
#include "message-parser.h"
#include "message-decoder.h"
#include "contract.h"

static pool_t pool;

static void begin(const char *work) {
  (void)work;
  lib_init();
  pool = pool_alloconly_create("message parts", 64 * 1024);
}

static uint64_t leaves(const struct message_part *part) {
  uint64_t count = 0;
  for (; part != NULL; part = part->next) count += part->children != NULL ? leaves(part->children) : 1;
  return count;
}

static void see_message(const char *bytes, size_t length, rung rung, counts *counts) {
  const struct message_parser_settings settings = {
    .flags = rung == FULL ? 0 : MESSAGE_PARSER_FLAG_SKIP_BODY_BLOCK,
  };
  p_clear(pool);
  struct istream *input = i_stream_create_from_data(bytes, length);
  struct message_parser_ctx *parser = message_parser_init(pool, input, &settings);
  struct message_decoder_context *decoder =
    rung >= HEADERS ? message_decoder_init(NULL, MESSAGE_DECODER_FLAG_RETURN_BINARY) : NULL;
  struct message_block block, decoded;

  while (message_parser_parse_next_block(parser, &block) > 0) {
    if (block.hdr != NULL && !block.hdr->continues && !block.hdr->eoh) counts->fields++;
    if (decoder == NULL || !message_decoder_decode_next_block(decoder, &block, &decoded)) continue;
    if (decoded.hdr != NULL) {
      counts->sum += decoded.hdr->full_value_len;
    } else if (rung == FULL && decoded.size > 0) {
      touch(counts, decoded.data, decoded.size);
    }
  }

  struct message_part *parts;
  if (decoder != NULL) message_decoder_deinit(&decoder);
  message_parser_deinit(&parser, &parts);
  counts->parts += leaves(parts);
  i_stream_unref(&input);
}

const driver peer = {"dovecot", begin, see_message, 0};
