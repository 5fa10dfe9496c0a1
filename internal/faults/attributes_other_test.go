//go:build !linux

package faults

import "syscall"

// attributes are none: children end with the tests that started them.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
