package main

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"github.com/emersion/go-message/charset"
)

// The standard library has net/mail, mime and mime/multipart, and no charsets: those are go-message's.
var words = mime.WordDecoder{CharsetReader: charset.Reader}

type fieldSection interface{ Get(name string) string }

func seeStandard(bytesOfMessage []byte, rung int, c *counts) {
	message, err := mail.ReadMessage(bytes.NewReader(bytesOfMessage))
	if err != nil {
		return
	}
	if rung >= selected {
		if from, err := message.Header.AddressList("From"); err == nil {
			c.sum += int64(len(from))
		}
		if date, err := message.Header.Date(); err == nil {
			c.sum += int64(date.Hour())
		}
		c.sum += decodedLength(message.Header.Get("Subject"))
	}
	seeFields(message.Header, rung, c)
	walkStandard(message.Header, message.Body, rung, c)
}

func seeFields(fields map[string][]string, rung int, c *counts) {
	for _, bodies := range fields {
		c.fields += int64(len(bodies))
		if rung < headers {
			continue
		}
		for _, body := range bodies {
			c.sum += decodedLength(body)
		}
	}
}

func decodedLength(body string) int64 {
	text, err := words.DecodeHeader(body)
	if err != nil {
		return int64(len(body))
	}
	return int64(len(text))
}

func walkStandard(fields fieldSection, body io.Reader, rung int, c *counts) {
	mediaType, parameters, err := mime.ParseMediaType(fields.Get("Content-Type"))
	if err != nil {
		mediaType = "text/plain"
	}
	switch {
	case strings.HasPrefix(mediaType, "multipart/") && parameters["boundary"] != "":
		reader := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := reader.NextRawPart()
			if err != nil {
				return
			}
			seeFields(part.Header, rung, c)
			walkStandard(part.Header, part, rung, c)
		}
	case mediaType == "message/rfc822":
		if message, err := mail.ReadMessage(body); err == nil {
			seeFields(message.Header, rung, c)
			walkStandard(message.Header, message.Body, rung, c)
		}
	default:
		c.parts++
		if rung == full {
			decodeLeaf(fields, mediaType, parameters["charset"], body, c)
		} else {
			io.Copy(io.Discard, body)
		}
	}
}

func decodeLeaf(fields fieldSection, mediaType, label string, body io.Reader, c *counts) {
	switch strings.ToLower(strings.TrimSpace(fields.Get("Content-Transfer-Encoding"))) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	if strings.HasPrefix(mediaType, "text/") && label != "" {
		if converted, err := charset.Reader(label, body); err == nil {
			body = converted
		}
	}
	decoded, _ := io.ReadAll(body)
	c.touch(decoded)
}
