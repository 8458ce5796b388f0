// libEtPan (https://github.com/dinhvh/libetpan).
#include <libetpan/libetpan.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "contract.h"

static void begin(const char *work) { (void)work; }

static void decode_words(const char *value, counts *counts) {
  size_t index = 0;
  char *decoded = NULL;
  if (!value) return;
  if (mailmime_encoded_phrase_parse("us-ascii", value, strlen(value), &index, "utf-8", &decoded) != MAILIMF_NO_ERROR) return;
  counts->sum += strlen(decoded);
  free(decoded);
}

// Fields with a syntax are parsed into their values by mailmime_parse itself; unstructured ones are left to decode.
static void see_fields(struct mailimf_fields *fields, rung rung, counts *counts) {
  if (!fields) return;
  for (clistiter *i = clist_begin(fields->fld_list); i; i = clist_next(i)) {
    struct mailimf_field *field = clist_content(i);
    counts->fields++;
    if (rung < HEADERS) continue;
    if (field->fld_type == MAILIMF_FIELD_SUBJECT) decode_words(field->fld_data.fld_subject->sbj_value, counts);
    if (field->fld_type == MAILIMF_FIELD_OPTIONAL_FIELD) {
      decode_words(field->fld_data.fld_optional_field->fld_value, counts);
    }
  }
}

static const char *text_charset(struct mailmime_content *type) {
  if (!type || type->ct_type->tp_type != MAILMIME_TYPE_DISCRETE_TYPE) return NULL;
  if (type->ct_type->tp_data.tp_discrete_type->dt_type != MAILMIME_DISCRETE_TYPE_TEXT) return NULL;
  return mailmime_content_charset_get(type);
}

static void decode_leaf(struct mailmime *mime, counts *counts) {
  struct mailmime_data *data = mime->mm_data.mm_single;
  if (!data) return;
  size_t index = 0, length = 0;
  char *decoded = NULL;
  int result = mailmime_part_parse(data->dt_data.dt_text.dt_data, data->dt_data.dt_text.dt_length, &index,
                                   data->dt_encoding, &decoded, &length);
  if (result != MAILIMF_NO_ERROR) return;
  const char *charset = text_charset(mime->mm_content_type);
  char *text = NULL;
  size_t text_length = 0;
  if (charset && strcasecmp(charset, "utf-8") != 0 && strcasecmp(charset, "us-ascii") != 0 &&
      charconv_buffer("utf-8", charset, decoded, length, &text, &text_length) == MAIL_CHARCONV_NO_ERROR) {
    touch(counts, text, text_length);
    charconv_buffer_free(text);
  } else {
    touch(counts, decoded, length);
  }
  mailmime_decoded_part_free(decoded);
}

static void walk(struct mailmime *mime, rung rung, counts *counts) {
  if (mime->mm_mime_fields) counts->fields += (uint64_t)clist_count(mime->mm_mime_fields->fld_list);
  switch (mime->mm_type) {
    case MAILMIME_SINGLE:
      counts->parts++;
      if (rung == FULL) decode_leaf(mime, counts);
      break;
    case MAILMIME_MULTIPLE:
      for (clistiter *i = clist_begin(mime->mm_data.mm_multipart.mm_mp_list); i; i = clist_next(i)) {
        walk(clist_content(i), rung, counts);
      }
      break;
    case MAILMIME_MESSAGE:
      see_fields(mime->mm_data.mm_message.mm_fields, rung, counts);
      if (mime->mm_data.mm_message.mm_msg_mime) walk(mime->mm_data.mm_message.mm_msg_mime, rung, counts);
      break;
  }
}

static void see_message(const char *bytes, size_t length, rung rung, counts *counts) {
  size_t index = 0;
  struct mailmime *mime = NULL;
  if (mailmime_parse(bytes, length, &index, &mime) != MAILIMF_NO_ERROR) return;
  walk(mime, rung, counts);
  mailmime_free(mime);
}

const driver peer = {"libetpan", begin, see_message, 0};
