// mimetic's MimeEntity. It decodes bodies only on request and no encoded words.
#include "driver.h"
#include <mimetic/mimetic.h>
#include <algorithm>
#include <string>

using namespace mimetic;

static std::string lowercase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return c < 128 ? tolower(c) : c; });
  return text;
}

static std::string decodedBody(const MimeEntity &part) {
  const std::string &body = part.body();
  std::string encoding = lowercase(part.header().contentTransferEncoding().mechanism());
  std::string decoded;
  if (encoding == "base64") {
    Base64::Decoder decoder;
    decode(body.begin(), body.end(), decoder, std::back_inserter(decoded));
  } else if (encoding == "quoted-printable") {
    QP::Decoder decoder;
    decode(body.begin(), body.end(), decoder, std::back_inserter(decoded));
  } else {
    return body;
  }
  return decoded;
}

static void putParts(const MimeEntity &part, bool *isFirst) {
  const ContentType &type = part.header().contentType();
  if (!part.body().parts().empty()) {
    for (const MimeEntity *child : part.body().parts()) putParts(*child, isFirst);
    return;
  }
  std::string name = part.header().contentDisposition().param("filename");
  if (name.empty()) name = type.param("name");
  std::string text = lowercase(type.type() + "/" + type.subtype());
  std::string body = decodedBody(part);
  put_leaf(isFirst, text == "/" ? "text/plain" : text.c_str(), name.empty() ? nullptr : name.c_str(), body.data(),
           body.size());
}

int main() {
  size_t length;
  for (char *bytes; (bytes = next_message(&length));) {
    MimeEntity message(bytes, bytes + length);
    bool isFirst = true;
    fputs("{\"leaves\":[", stdout);
    putParts(message, &isFirst);
    fputs("],\"from\":[", stdout);
    isFirst = true;
    if (message.header().hasField("From"))
      for (const Mailbox &mailbox : message.header().from()) {
        std::string address = mailbox.mailbox() + (mailbox.domain().empty() ? "" : "@" + mailbox.domain());
        put_separator(&isFirst);
        put_hex(address.data(), address.size());
      }
    fputs("],\"subject\":", stdout);
    put_string(message.header().hasField("Subject") ? message.header().subject().c_str() : nullptr);
    fputs("}\n", stdout);
    fflush(stdout);
  }
}
