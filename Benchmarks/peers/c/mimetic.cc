// mimetic (https://www.codesink.org/mimetic_mime_library.html). It has no decoder of encoded words and no charsets, so
// `headers` and `full` do less here than elsewhere.
#include <mimetic/mimetic.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>

#include "contract.h"

namespace {

template <typename Decoder>
void decode_with(Decoder decoder, const std::string &body, counts *counts) {
  std::string decoded;
  decoded.reserve(body.size());
  mimetic::decode(body.begin(), body.end(), decoder, std::back_inserter(decoded));
  touch(counts, decoded.data(), decoded.size());
}

void decode_leaf(mimetic::MimeEntity &entity, counts *counts) {
  const std::string &body = entity.body();
  std::string mechanism = entity.header().contentTransferEncoding().mechanism();
  std::transform(mechanism.begin(), mechanism.end(), mechanism.begin(), [](unsigned char c) { return std::tolower(c); });
  if (mechanism == "base64") {
    decode_with(mimetic::Base64::Decoder(), body, counts);
  } else if (mechanism == "quoted-printable") {
    decode_with(mimetic::QP::Decoder(), body, counts);
  } else {
    touch(counts, body.data(), body.size());
  }
}

void walk(mimetic::MimeEntity &entity, rung rung, counts *counts) {
  counts->fields += entity.header().size();
  if (rung >= HEADERS) {
    for (auto &field : entity.header()) counts->sum += field.value().size();
  }
  auto &parts = entity.body().parts();
  for (auto *part : parts) walk(*part, rung, counts);
  if (!parts.empty()) return;
  counts->parts++;
  if (rung == FULL) decode_leaf(entity, counts);
}

void see_message(const char *bytes, size_t length, rung rung, counts *counts) {
  mimetic::MimeEntity entity(bytes, bytes + length);
  walk(entity, rung, counts);
}

void begin(const char *) {}

}  // namespace

const driver peer = {"mimetic", begin, see_message, 0};
