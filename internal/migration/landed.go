package migration

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// landed lists the steps that databases out there may have, with the SHA-256 of their files, as sha256sum prints them.
//
//go:embed landed.sum
var landed []byte

// Landed are the checksums of the steps that must not change any more, by version and then by file.
func Landed() (map[int64]map[string]string, error) {
	all := map[int64]map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(landed))
	for lines.Scan() {
		checksum, file, two := strings.Cut(lines.Text(), "  ")
		number, _, named := strings.Cut(path.Base(file), "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil || !two || !named {
			return nil, fmt.Errorf("landed.sum: %q is no checksum of a step", lines.Text())
		}
		if all[version] == nil {
			all[version] = map[string]string{}
		}
		all[version][file] = checksum
	}
	return all, lines.Err()
}
