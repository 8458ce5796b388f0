// Everything that a program needs to read and send mail, under one import.
//
// MIME brings the parts of the library that its own interface speaks of.
@_exported public import Charsets
@_exported public import CharsetsICU
@_exported public import HeaderFields
@_exported public import MIME
@_exported public import Mailboxes
@_exported public import SMTP
@_exported public import TransferEncodings
@_exported public import WireBytes
