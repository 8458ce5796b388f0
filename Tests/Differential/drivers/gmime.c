/* GMime 3 with its default options. */
#include "driver.h"
#include <gmime/gmime.h>

static void put_parts(GMimeObject *object, bool *is_first);

static void put_children(GMimeMultipart *multipart, bool *is_first) {
  int count = g_mime_multipart_get_count(multipart);
  for (int i = 0; i < count; i++) put_parts(g_mime_multipart_get_part(multipart, i), is_first);
}

static void put_part(GMimeObject *object, bool *is_first) {
  char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
  GMimeStream *body = g_mime_stream_mem_new();
  GMimeDataWrapper *content = GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : NULL;
  if (content) g_mime_data_wrapper_write_to_stream(content, body);
  GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(body));
  const char *name = GMIME_IS_PART(object) ? g_mime_part_get_filename(GMIME_PART(object)) : NULL;
  put_leaf(is_first, type, name, (const char *)bytes->data, bytes->len);
  g_object_unref(body);
  g_free(type);
}

static void put_parts(GMimeObject *object, bool *is_first) {
  if (GMIME_IS_MULTIPART(object)) {
    put_children(GMIME_MULTIPART(object), is_first);
  } else if (GMIME_IS_MESSAGE_PART(object)) {
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    if (message && g_mime_message_get_mime_part(message)) put_parts(g_mime_message_get_mime_part(message), is_first);
  } else if (object) {
    put_part(object, is_first);
  }
}

static void put_addresses(InternetAddressList *list, bool *is_first) {
  int count = list ? internet_address_list_length(list) : 0;
  for (int i = 0; i < count; i++) {
    InternetAddress *address = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_GROUP(address)) {
      put_addresses(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)), is_first);
    } else {
      const char *text = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address));
      put_separator(is_first);
      put_string(text ? text : "");
    }
  }
}

static void put_message(GMimeMessage *message) {
  bool is_first = true;
  fputs("{\"leaves\":[", stdout);
  put_parts(g_mime_message_get_mime_part(message), &is_first);
  fputs("],\"from\":[", stdout);
  is_first = true;
  put_addresses(g_mime_message_get_from(message), &is_first);
  fputs("],\"subject\":", stdout);
  put_string(g_mime_message_get_subject(message));
  fputs("}\n", stdout);
  fflush(stdout);
}

int main(void) {
  g_mime_init();
  size_t length;
  for (char *bytes; (bytes = next_message(&length));) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) put_message(message);
    else put_error("no message");
    if (message) g_object_unref(message);
    g_object_unref(parser);
    g_object_unref(stream);
  }
  return 0;
}
