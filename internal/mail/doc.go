// Package mail writes and sends the program's mails. What a mail says stands in templates, one small file per language
// and mail (templates/README.md); who decides that and when one is sent is elsewhere.
//
// A Composer turns a Letter into a whole mail; a Transport delivers letters: SMTP here, a folder in internal/mail/mailbox.
package mail
