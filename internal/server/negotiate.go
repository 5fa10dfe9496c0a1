package server

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// A mediaType is one of those that answers come in.
type mediaType string

const (
	plainJSON       mediaType = "application/json"
	graphqlResponse mediaType = "application/graphql-response+json"
	eventStream     mediaType = "text/event-stream" // always UTF-8, and named without a charset
)

func (m mediaType) contentType() string { return string(m) + "; charset=utf-8" }

// accepted is what a caller takes.
type accepted struct {
	single mediaType // for one answer
	events bool      // whether a stream of events is taken, which a subscription needs
}

// refusals are told in JSON always: nothing has begun that a stream could be of.
func (a accepted) refusals() mediaType {
	if a.single == eventStream {
		return plainJSON
	}
	return a.single
}

// preference is how much a caller wants a media type: the quality (RFC 9110, 12.4.2) it gave to the most specific
// range that covers the type, and how specific that range is: 3 the type itself, 2 application/*, 1 */*.
type preference struct {
	quality     float64
	specificity int
}

func (p preference) over(q preference) bool {
	if p.quality != q.quality {
		return p.quality > q.quality
	}
	return p.specificity > q.specificity
}

// negotiate chooses the answer's media type from the Accept header. No header, or only wildcards: application/json,
// as the GraphQL over HTTP specification asks for clients older than it. Both JSON types named with equal quality:
// application/graphql-response+json. Events only carry one answer when they are wanted more than JSON is, and are never
// meant by a wildcard. False: the caller accepts none of them.
func negotiate(accept []string) (accepted, bool) {
	header := strings.Join(accept, ",")
	switch header {
	case "", "*/*", string(plainJSON):
		return accepted{single: plainJSON}, true
	case string(graphqlResponse):
		return accepted{single: graphqlResponse}, true
	}
	var plain, response, events preference
	for item := range strings.SplitSeq(header, ",") {
		name, params, err := mime.ParseMediaType(item)
		if err != nil || !isUTF8(params["charset"]) {
			continue
		}
		switch name {
		case "*/*":
			plain.take(1, params["q"])
			response.take(1, params["q"])
		case "application/*":
			plain.take(2, params["q"])
			response.take(2, params["q"])
		case string(plainJSON):
			plain.take(3, params["q"])
		case string(graphqlResponse):
			response.take(3, params["q"])
		case string(eventStream):
			events.take(3, params["q"])
		}
	}
	return choose(plain, response, events)
}

func choose(plain, response, events preference) (accepted, bool) {
	takes := accepted{single: plainJSON, events: events.quality > 0}
	switch {
	case plain.quality == 0 && response.quality == 0:
		takes.single = eventStream
		return takes, takes.events
	case events.quality > max(plain.quality, response.quality):
		takes.single = eventStream
	case response.over(plain), response == plain && response.specificity == 3:
		takes.single = graphqlResponse
	}
	return takes, true
}

// take keeps the range if none more specific was seen. A malformed quality counts as 1, as browsers mean it.
func (p *preference) take(specificity int, q string) {
	if specificity < p.specificity {
		return
	}
	quality, err := strconv.ParseFloat(q, 64)
	if err != nil || !(quality >= 0 && quality <= 1) {
		quality = 1
	}
	*p = preference{quality: quality, specificity: specificity}
}

func isUTF8(charset string) bool {
	return charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}

func notAcceptable() *refusal {
	return &refusal{
		status: http.StatusNotAcceptable, code: codeBadUserInput,
		message: "Accept names no media type that is served: use application/graphql-response+json or " +
			"application/json, in utf-8, and text/event-stream for subscriptions",
	}
}

// verifyContentType lets only application/json in UTF-8 through. The types a browser sends from another site without
// asking first (form data, plain text) are thereby refused, which is the defence against forged requests.
func verifyContentType(h http.Header) *refusal {
	unsupported := func(message string) *refusal {
		return &refusal{status: http.StatusUnsupportedMediaType, code: codeBadUserInput, message: message}
	}
	if encoding := h.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
		return unsupported("Content-Encoding is not supported: send the body uncompressed").
			with("Accept-Encoding", "identity")
	}
	values := h.Values("Content-Type")
	if len(values) == 1 && values[0] == string(plainJSON) {
		return nil
	}
	expected := unsupported("Content-Type must be application/json, in utf-8").with("Accept", string(plainJSON))
	if len(values) != 1 {
		return expected
	}
	name, params, err := mime.ParseMediaType(values[0])
	if err != nil || name != string(plainJSON) || !isUTF8(params["charset"]) {
		return expected
	}
	return nil
}
