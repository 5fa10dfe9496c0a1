package pages

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// maxForm is the largest body, in bytes. The longest sensible one has two passwords of 128 characters, which take 12
// bytes each when percent-encoded.
const maxForm = 8 << 10

const formType = "application/x-www-form-urlencoded"

// form holds the fields of a form, each given once at most.
type form map[string]string

// readForm reads the body of a POST; the query string is no part of it. A status other than 0 says how to refuse it.
func readForm(q *request) (fields form, status int) {
	values := q.r.Header.Values("Content-Type")
	if len(values) != 1 || !isForm(values[0]) {
		q.w.Header().Set("Accept", formType) // RFC 9110, section 15.5.16
		return nil, http.StatusUnsupportedMediaType
	}
	body, err := io.ReadAll(http.MaxBytesReader(q.w, q.r.Body, maxForm))
	if err != nil {
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			return nil, http.StatusRequestEntityTooLarge
		}
		return nil, http.StatusBadRequest
	}
	parsed, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, http.StatusBadRequest
	}
	fields = form{}
	for name, given := range parsed {
		if len(given) > 1 || !utf8.ValidString(given[0]) {
			return nil, http.StatusBadRequest
		}
		fields[name] = given[0]
	}
	return fields, 0
}

func isForm(contentType string) bool {
	name, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	return err == nil && name == formType && (charset == "" || strings.EqualFold(charset, "utf-8"))
}

// parameter is a field of the form or, in a GET, a parameter of the address; empty when it was given twice.
func (q *request) parameter(name string) string {
	if q.r.Method == http.MethodPost {
		return q.form[name]
	}
	if given := q.r.URL.Query()[name]; len(given) == 1 {
		return given[0]
	}
	return ""
}
