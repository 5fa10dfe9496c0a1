package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Bounds that keep an answer to a hostile request below 10 KB.
const (
	maxErrors        = 10
	maxMessageLength = 300 // bytes
	maxPathLength    = 128 // bytes, in errors of an answer without data
	maxLocations     = 5
)

// buffers are reused between answers; one that has grown beyond maxKeptBuffer is left to the collector.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxKeptBuffer = 1 << 20

// writeAnswer writes the response in one piece, with its length. The data is finished JSON and is copied as it is:
// passing it through encoding/json again took up to a quarter of a request's time.
// An error means that nothing was written.
func writeAnswer(w http.ResponseWriter, requestID string, format mediaType, status int, response *graphql.Response) error {
	buffer := buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	defer func() {
		if buffer.Cap() <= maxKeptBuffer {
			buffers.Put(buffer)
		}
	}()
	if err := encodeAnswer(buffer, requestID, response); err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", format.contentType())
	header.Set("Content-Length", strconv.Itoa(buffer.Len()))
	w.WriteHeader(status)
	// A failed write means that the caller has gone; there is nobody left to tell.
	_, _ = w.Write(buffer.Bytes())
	return nil
}

func writeRefusal(w http.ResponseWriter, requestID string, format mediaType, refused *refusal) {
	for name, value := range refused.header {
		w.Header().Set(name, value)
	}
	response := &graphql.Response{Errors: refused.errors()}
	if err := writeAnswer(w, requestID, format, refused.status, response); err != nil {
		// A refusal holds strings only, which always encode.
		panic(err)
	}
}

// encodeAnswer puts errors first, so that whoever reads the raw text sees them. An answer without data has no data
// entry: "data": null would say that execution had begun.
func encodeAnswer(buffer *bytes.Buffer, requestID string, response *graphql.Response) error {
	executed := len(response.Data) != 0
	errs, omitted := shapeErrors(response.Errors, requestID, executed)
	extensions := response.Extensions
	if omitted > 0 {
		extensions = maps.Clone(extensions)
		if extensions == nil {
			extensions = map[string]any{}
		}
		extensions["errorsOmitted"] = omitted
	}
	separator := "{"
	if len(errs) != 0 {
		buffer.WriteString(separator + `"errors":`)
		if err := encodeJSON(buffer, errs); err != nil {
			return fmt.Errorf("encode errors: %w", err)
		}
		separator = ","
	}
	if executed {
		buffer.WriteString(separator + `"data":`)
		buffer.Write(response.Data)
		separator = ","
	}
	if len(extensions) != 0 {
		buffer.WriteString(separator + `"extensions":`)
		if err := encodeJSON(buffer, extensions); err != nil {
			return fmt.Errorf("encode extensions: %w", err)
		}
	}
	buffer.WriteByte('}')
	return nil
}

// encodeJSON appends the value without escaping < > &: the media type is never rendered as HTML.
func encodeJSON(buffer *bytes.Buffer, value any) error {
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	buffer.Truncate(buffer.Len() - 1) // the newline that Encode appends
	return nil
}

// shapeErrors gives every error its code and request id and bounds what it says. The errors themselves are not
// changed: they may be shared.
func shapeErrors(errs gqlerror.List, requestID string, executed bool) (shaped gqlerror.List, omitted int) {
	for _, err := range errs {
		if err == nil {
			continue
		}
		if len(shaped) == maxErrors {
			omitted++
			continue
		}
		shaped = append(shaped, shapeError(err, requestID, executed))
	}
	return shaped, omitted
}

func shapeError(err *gqlerror.Error, requestID string, executed bool) *gqlerror.Error {
	shaped := &gqlerror.Error{
		Message:    shorten(err.Message, maxMessageLength),
		Path:       err.Path,
		Locations:  err.Locations[:min(len(err.Locations), maxLocations)],
		Extensions: maps.Clone(err.Extensions),
	}
	if !executed && len(shaped.Path.String()) > maxPathLength {
		shaped.Path = nil
	}
	if shaped.Extensions == nil {
		shaped.Extensions = map[string]any{}
	}
	if codeOf(shaped) == "" {
		shaped.Extensions["code"] = codeInternal
	}
	if requestID != "" {
		shaped.Extensions["requestId"] = requestID
	}
	return shaped
}

// shorten cuts a text to a number of bytes, at a rune's border, and takes the control characters out.
func shorten(text string, limit int) string {
	if len(text) > limit {
		cut := limit - len("…")
		for cut > 0 && !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
