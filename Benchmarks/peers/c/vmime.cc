// VMime (https://www.vmime.org).
#include <vmime/platforms/posix/posixHandler.hpp>
#include <vmime/vmime.hpp>

#include <string>

#include "contract.h"

namespace {

void begin(const char *) { vmime::platform::setHandler<vmime::platforms::posix::posixHandler>(); }

void see_fields(const vmime::shared_ptr<const vmime::header> &header, rung rung, counts *counts) {
  counts->fields += header->getFieldCount();
  if (rung < HEADERS) return;
  for (size_t i = 0; i < header->getFieldCount(); i++) {
    auto value = header->getFieldAt(i)->getValue();
    if (auto text = vmime::dynamicCast<const vmime::text>(value)) {
      counts->sum += text->getConvertedText(vmime::charset("utf-8")).size();
    } else {
      counts->sum += value != nullptr;  // parsed into its type on demand, which getValue was
    }
  }
}

void decode_leaf(const vmime::shared_ptr<const vmime::body> &body, counts *counts) {
  std::string decoded;
  vmime::utility::outputStreamStringAdapter stream(decoded);
  body->getContents()->extract(stream);
  stream.flush();
  if (body->getContentType().getType() == "text") {
    std::string text;
    try {
      vmime::charset::convert(decoded, text, body->getCharset(), vmime::charset("utf-8"));
      decoded.swap(text);
    } catch (const vmime::exception &) {
      // a charset that it does not know: the bytes as they are
    }
  }
  touch(counts, decoded.data(), decoded.size());
}

void walk(const vmime::shared_ptr<const vmime::bodyPart> &part, rung rung, counts *counts) {
  see_fields(part->getHeader(), rung, counts);
  auto body = part->getBody();
  for (size_t i = 0; i < body->getPartCount(); i++) walk(body->getPartAt(i), rung, counts);
  if (body->getPartCount() > 0) return;
  counts->parts++;
  if (rung == FULL) decode_leaf(body, counts);
}

void select_fields(const vmime::shared_ptr<const vmime::header> &header, counts *counts) {
  if (auto from = header->findField("From")) counts->sum += from->getValue() != nullptr;
  if (auto date = header->findField("Date")) counts->sum += date->getValue() != nullptr;
  if (auto subject = header->findField("Subject")) {
    auto text = vmime::dynamicCast<const vmime::text>(subject->getValue());
    if (text) counts->sum += text->getConvertedText(vmime::charset("utf-8")).size();
  }
}

void see_message(const char *bytes, size_t length, rung rung, counts *counts) {
  auto message = vmime::make_shared<vmime::message>();
  try {
    message->parse(std::string(bytes, length));
    if (rung >= SELECTED) select_fields(message->getHeader(), counts);
    walk(message, rung, counts);
  } catch (const std::exception &) {
    counts->sum++;
  }
}

}  // namespace

const driver peer = {"vmime", begin, see_message, 0};
