/* libetpan's mailmime_parse. It does not decode encoded words by itself: names and the subject go through its
 * own decoder for them. */
#include "driver.h"
#include <libetpan/libetpan.h>

static char *decoded_words(const char *text) {
  size_t index = 0;
  char *decoded = NULL;
  if (!text) return NULL;
  if (mailmime_encoded_phrase_parse("utf-8", text, strlen(text), &index, "utf-8", &decoded) != MAILIMF_NO_ERROR)
    return strdup(text);
  return decoded;
}

static const char *file_name(struct mailmime *part) {
  struct mailmime_single_fields fields;
  mailmime_single_fields_init(&fields, part->mm_mime_fields, part->mm_content_type);
  return fields.fld_disposition_filename ? fields.fld_disposition_filename : fields.fld_content_name;
}

static char *type_of(struct mailmime_content *content) {
  static const char *discrete[] = {"", "text", "image", "audio", "video", "application", "x-extension"};
  static const char *composite[] = {"", "message", "multipart", "x-extension"};
  char *type = malloc(1024);
  if (!content) return strcpy(type, "text/plain");
  const char *main_type = "";
  if (content->ct_type->tp_type == MAILMIME_TYPE_DISCRETE_TYPE) {
    struct mailmime_discrete_type *one = content->ct_type->tp_data.tp_discrete_type;
    main_type = one->dt_type == MAILMIME_DISCRETE_TYPE_EXTENSION ? one->dt_extension : discrete[one->dt_type];
  } else {
    struct mailmime_composite_type *one = content->ct_type->tp_data.tp_composite_type;
    main_type = one->ct_type == MAILMIME_COMPOSITE_TYPE_EXTENSION ? one->ct_token : composite[one->ct_type];
  }
  snprintf(type, 1024, "%s/%s", main_type ? main_type : "", content->ct_subtype ? content->ct_subtype : "");
  return type;
}

static void put_single(struct mailmime *part, bool *is_first) {
  char *decoded = NULL;
  size_t index = 0, length = 0;
  int encoding = MAILMIME_MECHANISM_8BIT;
  if (part->mm_mime_fields) encoding = mailmime_transfer_encoding_get(part->mm_mime_fields);
  struct mailmime_data *data = part->mm_data.mm_single;
  int result = MAILIMF_ERROR_PARSE;
  if (data && data->dt_type == MAILMIME_DATA_TEXT)
    result = mailmime_part_parse(
        data->dt_data.dt_text.dt_data, data->dt_data.dt_text.dt_length, &index, encoding, &decoded, &length);
  char *type = type_of(part->mm_content_type);
  char *name = decoded_words(file_name(part));
  put_leaf(is_first, type, name, decoded, result == MAILIMF_NO_ERROR ? length : 0);
  free(type);
  free(name);
  if (result == MAILIMF_NO_ERROR) mailmime_decoded_part_free(decoded);
}

static void put_parts(struct mailmime *part, bool *is_first) {
  switch (part->mm_type) {
  case MAILMIME_SINGLE:
    put_single(part, is_first);
    break;
  case MAILMIME_MULTIPLE:
    for (clistiter *i = clist_begin(part->mm_data.mm_multipart.mm_mp_list); i; i = clist_next(i))
      put_parts(clist_content(i), is_first);
    break;
  case MAILMIME_MESSAGE:
    if (part->mm_data.mm_message.mm_msg_mime) put_parts(part->mm_data.mm_message.mm_msg_mime, is_first);
    break;
  }
}

static void put_fields(struct mailimf_fields *fields) {
  struct mailimf_single_fields single;
  memset(&single, 0, sizeof single);
  if (fields) mailimf_single_fields_init(&single, fields);
  bool is_first = true;
  fputs("],\"from\":[", stdout);
  if (single.fld_from)
    for (clistiter *i = clist_begin(single.fld_from->frm_mb_list->mb_list); i; i = clist_next(i)) {
      put_separator(&is_first);
      put_string(((struct mailimf_mailbox *)clist_content(i))->mb_addr_spec);
    }
  fputs("],\"subject\":", stdout);
  char *subject = single.fld_subject ? decoded_words(single.fld_subject->sbj_value) : NULL;
  put_string(subject);
  free(subject);
}

int main(void) {
  size_t length;
  for (char *bytes; (bytes = next_message(&length));) {
    struct mailmime *message = NULL;
    size_t index = 0;
    if (mailmime_parse(bytes, length, &index, &message) != MAILIMF_NO_ERROR) {
      put_error("no message");
      continue;
    }
    bool is_first = true;
    fputs("{\"leaves\":[", stdout);
    put_parts(message, &is_first);
    put_fields(message->mm_type == MAILMIME_MESSAGE ? message->mm_data.mm_message.mm_fields : NULL);
    fputs("}\n", stdout);
    fflush(stdout);
    mailmime_free(message);
  }
  return 0;
}
