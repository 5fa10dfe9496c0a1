package limit

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// roleNames and statusNames are the JSON of every set of roles and of statuses, by the bits that are stored.
var (
	roleNames   = sets("OWNER", "ADMIN", "TECH", "BILLING")
	statusNames = sets("OK", "INACTIVE", "CLIENT_HOLD", "CLIENT_TRANSFER_PROHIBITED")
)

func sets(names ...string) []string {
	all := make([]string, 1<<len(names))
	for set := range all {
		held := []string{}
		for bit, name := range names {
			if set&(1<<bit) != 0 {
				held = append(held, `"`+name+`"`)
			}
		}
		all[set] = "[" + strings.Join(held, ",") + "]"
	}
	return all
}

func appendHeadline(out []byte, b *buffers, total int, more bool) []byte {
	out = append(out, `{"data":{"handles":{"totalCount":`...)
	out = strconv.AppendInt(out, int64(total), 10)
	out = append(out, `,"edges":[`...)
	for i := range b.page {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendHandle(out, &b.page[i], b.edges)
	}
	out = append(out, `],"pageInfo":{"hasNextPage":`...)
	out = strconv.AppendBool(out, more)
	out = append(out, `,"endCursor":`...)
	out = appendCursor(out, b.page)
	return append(out, "}}}}"...)
}

func appendHandle(out []byte, h *handle, edges []byte) []byte {
	out = append(out, `{"node":{"code":`...)
	out = appendString(out, h.code)
	out = append(out, `,"displayName":`...)
	out = appendString(out, h.name)
	out = append(out, `,"rights":"`...)
	out = append(out, h.rights...)
	out = append(out, `","reachability":{"state":"`...)
	out = append(out, h.reachability...)
	out = append(out, `"},"domains":{"totalCount":`...)
	out = strconv.AppendInt(out, int64(h.domains), 10)
	out = append(out, `,"edges":[`...)
	out = append(out, edges[h.from:h.to]...)
	out = append(out, `],"pageInfo":{"hasNextPage":`...)
	out = strconv.AppendBool(out, h.domains > domainsPerPage)
	return append(out, "}}}}"...)
}

func appendDomain(out []byte, name string, roles, expires, status int64) []byte {
	out = append(out, `{"roles":`...)
	out = append(out, roleNames[roles]...)
	out = append(out, `,"node":{"name":`...)
	out = appendString(out, name)
	out = append(out, `,"expiresAt":"`...)
	out = appendTime(out, expires)
	out = append(out, `","statuses":`...)
	out = append(out, statusNames[status]...)
	return append(out, "}}"...)
}

// appendCursor writes the last handle's cursor, as the product does.
func appendCursor(out []byte, page []handle) []byte {
	if len(page) == 0 {
		return append(out, "null"...)
	}
	last := page[len(page)-1]
	text := make([]byte, 0, 512)
	text = append(text, `{"o":"NAME","b":"`...)
	text = base64.StdEncoding.AppendEncode(text, last.nameKey)
	text = append(text, `","i":"`...)
	text = append(text, last.id...)
	text = append(text, `"}`...)
	out = append(out, '"')
	out = base64.RawURLEncoding.AppendEncode(out, text)
	return append(out, '"')
}

// appendTime writes milliseconds since 1970 as RFC 3339 in UTC with three decimals.
func appendTime(out []byte, milliseconds int64) []byte {
	t := time.UnixMilli(milliseconds).UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	out = appendDigits(out, year, 4)
	out = appendDigits(append(out, '-'), int(month), 2)
	out = appendDigits(append(out, '-'), day, 2)
	out = appendDigits(append(out, 'T'), hour, 2)
	out = appendDigits(append(out, ':'), minute, 2)
	out = appendDigits(append(out, ':'), second, 2)
	out = appendDigits(append(out, '.'), int(milliseconds%1000), 3)
	return append(out, 'Z')
}

func appendDigits(out []byte, n, width int) []byte {
	out = append(out, "0000"[:width]...)
	for i := len(out) - 1; n > 0; i-- {
		out[i] = '0' + byte(n%10)
		n /= 10
	}
	return out
}

// appendString writes a text in quotes, escaped as the product's JSON writer does.
func appendString(out []byte, text string) []byte {
	const hex = "0123456789ABCDEF"
	out = append(out, '"')
	start := 0
	for i := range len(text) {
		c := text[i]
		if c >= 0x20 && c != '\\' && c != '"' {
			continue
		}
		out = append(out, text[start:i]...)
		switch c {
		case '\t':
			out = append(out, `\t`...)
		case '\r':
			out = append(out, `\r`...)
		case '\n':
			out = append(out, `\n`...)
		case '\\', '"':
			out = append(out, '\\', c)
		default:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		start = i + 1
	}
	out = append(out, text[start:]...)
	return append(out, '"')
}
