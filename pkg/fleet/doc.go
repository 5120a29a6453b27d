// Package fleet lets many processes share what belongs to one API key, through Redis.
package fleet
