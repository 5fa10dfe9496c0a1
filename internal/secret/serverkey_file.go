package secret

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// ServerKeyFile is the name of the file in the data folder that holds the server key.
const ServerKeyFile = "server.key"

// LoadServerKey returns the key in the file server.key of a folder, 64 hexadecimal digits. On the first start, when
// there is no such file, it makes a key from random and writes the file, for its owner alone (mode 0600). When several
// processes start at once, all of them get the key of one. The file is there with its whole content or not at all,
// also after a crash.
//
// Errors: the folder is missing or read-only, or the file holds something else than a key. A file is never replaced.
func LoadServerKey(dir string, random io.Reader) (ServerKey, error) {
	path := filepath.Join(dir, ServerKeyFile)
	key, err := readKeyFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := writeKeyFile(path, readBits(random)); err != nil && !errors.Is(err, fs.ErrExist) {
		return ServerKey{}, fmt.Errorf("writing the server key: %w; make the folder writable, or configure a key of 64 hexadecimal digits", err)
	}
	return readKeyFile(path) // what stands there now, whoever was first
}

func readKeyFile(path string) (ServerKey, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return ServerKey{}, fmt.Errorf("reading the server key: %w", err)
	}
	key, err := ParseServerKey(string(content))
	if err != nil {
		return ServerKey{}, fmt.Errorf("%s: %w; put back the file from a backup, or remove it: then a new key is made, "+
			"and links that were mailed already stop working", path, err)
	}
	return key, nil
}

// writeKeyFile writes a key under another name, to the disk, and then gives the file its name. A link, other than a
// rename, fails when the name is taken: the error is fs.ErrExist then.
func writeKeyFile(path string, bits [randomBytes]byte) (err error) {
	dir := filepath.Dir(path)
	file, err := os.CreateTemp(dir, ServerKeyFile+".new-*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file.Name())) }()
	_, failed := file.WriteString(hex.EncodeToString(bits[:]) + "\n")
	if err := errors.Join(failed, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(dir)
}

// syncFolder makes a new name in the folder outlast a loss of power. Windows does so without being asked, and cannot be.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
