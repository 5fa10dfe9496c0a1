// Package receiver tests webhooks as who receives them sees them: through the real server, with real receivers on this
// machine that verify signatures with the specification's own library.
package receiver
