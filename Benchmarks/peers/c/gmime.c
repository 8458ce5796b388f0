// GMime 3 (https://github.com/jstedfast/gmime).
#include <gmime/gmime.h>
#include <string.h>

#include "contract.h"

static void begin(const char *work) {
  (void)work;
  g_mime_init();
}

static void see_fields(GMimeObject *object, rung rung, counts *counts) {
  GMimeHeaderList *list = g_mime_object_get_header_list(object);
  int count = g_mime_header_list_get_count(list);
  counts->fields += (uint64_t)count;
  if (rung < HEADERS) return;
  for (int i = 0; i < count; i++) {
    const char *value = g_mime_header_get_value(g_mime_header_list_get_header_at(list, i));
    if (value) counts->sum += strlen(value);
  }
}

static void decode_leaf(GMimePart *part, counts *counts) {
  if (GMIME_IS_TEXT_PART(part)) {
    char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    if (text) touch(counts, text, strlen(text));
    g_free(text);
    return;
  }
  GMimeDataWrapper *content = g_mime_part_get_content(part);
  if (!content) return;
  GMimeStream *memory = g_mime_stream_mem_new();
  g_mime_data_wrapper_write_to_stream(content, memory);
  GByteArray *decoded = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
  touch(counts, decoded->data, decoded->len);
  g_object_unref(memory);
}

static void walk_message(GMimeMessage *message, rung rung, counts *counts);

static void walk(GMimeObject *object, rung rung, counts *counts) {
  if (!object) return;
  see_fields(object, rung, counts);
  if (GMIME_IS_MULTIPART(object)) {
    int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
    for (int i = 0; i < count; i++) walk(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), rung, counts);
  } else if (GMIME_IS_MESSAGE_PART(object)) {
    GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (inner) walk_message(inner, rung, counts);
  } else {
    counts->parts++;
    if (rung == FULL && GMIME_IS_PART(object)) decode_leaf(GMIME_PART(object), counts);
  }
}

static void select_fields(GMimeMessage *message, counts *counts) {
  InternetAddressList *from = g_mime_message_get_from(message);
  if (from) counts->sum += (uint64_t)internet_address_list_length(from);
  const char *subject = g_mime_message_get_subject(message);
  if (subject) counts->sum += strlen(subject);
  GDateTime *date = g_mime_message_get_date(message);
  if (date) counts->sum += (uint64_t)g_date_time_get_hour(date);
}

// The content's own fields (Content-Type and so on) are the inner object's, the others the message's.
static void walk_message(GMimeMessage *message, rung rung, counts *counts) {
  see_fields(GMIME_OBJECT(message), rung, counts);
  walk(g_mime_message_get_mime_part(message), rung, counts);
}

static void see_message(const char *bytes, size_t length, rung rung, counts *counts) {
  GByteArray borrowed = {(guint8 *)bytes, (guint)length};
  GMimeStream *stream = g_mime_stream_mem_new();
  g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), &borrowed);  // no copy, and not freed by the stream
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  if (message) {
    if (rung >= SELECTED) select_fields(message, counts);
    walk_message(message, rung, counts);
    g_object_unref(message);
  }
  g_object_unref(parser);
  g_object_unref(stream);
}

const driver peer = {"gmime", begin, see_message, 0};
