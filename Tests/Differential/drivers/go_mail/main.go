// Go's net/mail and mime/multipart, walked the way their documentation shows.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"os"
	"strings"
)

type leaf struct {
	Type string  `json:"type"`
	Name *string `json:"name"`
	Body string  `json:"body"`
}

type reading struct {
	Leaves  []leaf   `json:"leaves"`
	From    []string `json:"from"`
	Subject *string  `json:"subject"`
}

type header interface{ Get(string) string }

func hexadecimal(text string) *string {
	if text == "" {
		return nil
	}
	encoded := hex.EncodeToString([]byte(text))
	return &encoded
}

func decodedWords(text string) string {
	decoder := mime.WordDecoder{}
	if decoded, err := decoder.DecodeHeader(text); err == nil {
		return decoded
	}
	return text
}

func fileName(fields header, parameters map[string]string) *string {
	if _, disposition, err := mime.ParseMediaType(fields.Get("Content-Disposition")); err == nil {
		if name := disposition["filename"]; name != "" {
			return hexadecimal(decodedWords(name))
		}
	}
	return hexadecimal(decodedWords(parameters["name"]))
}

// What is decoded before the first mistake is kept.
func decoded(encoding string, body io.Reader) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	all, _ := io.ReadAll(body)
	return all
}

func leaves(fields header, body io.Reader, defaultType string, found []leaf) ([]leaf, error) {
	text := fields.Get("Content-Type")
	if text == "" {
		text = defaultType
	}
	kind, parameters, err := mime.ParseMediaType(text)
	if err != nil && kind == "" {
		kind = "text/plain" // RFC 2045 section 5.2
	}
	switch {
	case strings.HasPrefix(kind, "multipart/") && parameters["boundary"] != "":
		childType := "text/plain"
		if kind == "multipart/digest" {
			childType = "message/rfc822"
		}
		reader := multipart.NewReader(body, parameters["boundary"])
		for {
			part, err := reader.NextRawPart()
			if err == io.EOF {
				return found, nil
			}
			if err != nil {
				return found, err
			}
			if found, err = leaves(textproto.MIMEHeader(part.Header), part, childType, found); err != nil {
				return found, err
			}
		}
	case kind == "message/rfc822":
		message, err := mail.ReadMessage(bytes.NewReader(decoded(fields.Get("Content-Transfer-Encoding"), body)))
		if err != nil {
			return found, err
		}
		return leaves(message.Header, message.Body, "text/plain", found)
	}
	bytes := decoded(fields.Get("Content-Transfer-Encoding"), body)
	return append(found, leaf{hex.EncodeToString([]byte(kind)), fileName(fields, parameters),
		hex.EncodeToString(bytes)}), nil
}

func read(raw []byte) (reading, error) {
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return reading{}, err
	}
	answer := reading{Leaves: []leaf{}, From: []string{}}
	if answer.Leaves, err = leaves(message.Header, message.Body, "text/plain", answer.Leaves); err != nil {
		return reading{}, err
	}
	if subjects, ok := message.Header["Subject"]; ok {
		encoded := hex.EncodeToString([]byte(decodedWords(subjects[0])))
		answer.Subject = &encoded
	}
	addresses, err := message.Header.AddressList("From")
	if err != nil && err != mail.ErrHeaderNotPresent {
		return reading{}, err
	}
	for _, address := range addresses {
		answer.From = append(answer.From, hex.EncodeToString([]byte(address.Address)))
	}
	return answer, nil
}

func main() {
	input := bufio.NewReader(os.Stdin)
	output := bufio.NewWriter(os.Stdout)
	for {
		var length int
		if _, err := fmt.Fscanf(input, "%d\n", &length); err != nil {
			break
		}
		raw := make([]byte, length)
		if _, err := io.ReadFull(input, raw); err != nil {
			break
		}
		var line []byte
		if answer, err := read(raw); err == nil {
			line, _ = json.Marshal(answer)
		} else {
			line, _ = json.Marshal(map[string]string{"error": hex.EncodeToString([]byte(err.Error()))})
		}
		output.Write(line)
		output.WriteByte('\n')
		output.Flush()
	}
}
