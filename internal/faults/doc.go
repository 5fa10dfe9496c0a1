// Package faults runs the real program, built once, in processes of its own, and lets accidents happen to it while
// several clients send mutations: kill -9 at random moments, a Postgres that stops and starts, a connection that breaks
// at COMMIT, a full disk. Whatever happens, no acknowledged mutation is lost, each is done exactly once, and errors say
// what they are.
//
// There are only tests here. Those on Postgres start a private cluster of their own, with the defaults of initdb, so
// that they may stop it; HANDLEDESK_TEST_POSTGRES_BIN names the folder of its programs where it is not found, and with
// HANDLEDESK_TEST_POSTGRES_REQUIRED=true its absence fails the tests that would be skipped.
//
// Ten cycles of kill -9 are run on each database; the long run is
//
//	HANDLEDESK_FAULT_CYCLES=200 go test ./internal/faults -run TestKilled -count=1 -v -timeout 60m
//
// and HANDLEDESK_FAULT_SEED repeats the choices of a run, which prints its seed.
package faults
