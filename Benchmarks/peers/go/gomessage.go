package main

import (
	"bytes"
	"io"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
)

// github.com/emersion/go-message, which decodes a body whenever it is read.
func seeGoMessage(bytesOfMessage []byte, rung int, c *counts) {
	entity, _ := message.Read(bytes.NewReader(bytesOfMessage))
	if entity == nil {
		return
	}
	if rung >= selected {
		section := mail.Header{Header: entity.Header}
		if from, err := section.AddressList("From"); err == nil {
			c.sum += int64(len(from))
		}
		if date, err := section.Date(); err == nil {
			c.sum += int64(date.Hour())
		}
		if subject, err := section.Subject(); err == nil {
			c.sum += int64(len(subject))
		}
	}
	walkGoMessage(entity, rung, c)
}

func walkGoMessage(entity *message.Entity, rung int, c *counts) {
	fields := entity.Header.Fields()
	for fields.Next() {
		c.fields++
		if rung < headers {
			continue
		}
		if text, err := fields.Text(); err == nil {
			c.sum += int64(len(text))
		}
	}
	if reader := entity.MultipartReader(); reader != nil {
		for {
			part, err := reader.NextPart()
			if part == nil || err == io.EOF {
				return
			}
			walkGoMessage(part, rung, c)
		}
	}
	if mediaType, _, _ := entity.Header.ContentType(); mediaType == "message/rfc822" {
		if inner, _ := message.Read(entity.Body); inner != nil {
			walkGoMessage(inner, rung, c)
		}
		return
	}
	c.parts++
	if rung == full {
		decoded, _ := io.ReadAll(entity.Body)
		c.touch(decoded)
	} else {
		io.Copy(io.Discard, entity.Body)
	}
}
