package main

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
)

// webhook is where the sandbox sends its notifications, as the flags give it.
type webhook struct {
	url     string
	headers []string
}

func (w *webhook) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&w.url, "webhook", "", "`URL` to send notifications to; none are sent without it")
	flags.StringArrayVar(&w.headers, "webhook-header", nil, "header of the notifications as `'Name: value'`; can be repeated")
}

// header returns the headers, once it has checked that notifications can be sent. The values are secrets, which no error
// shows.
func (w *webhook) header(cmd *cobra.Command) (http.Header, error) {
	to, err := url.Parse(w.url)
	switch {
	case w.url == "" && len(w.headers) > 0:
		return nil, usage(cmd, "--webhook-header needs --webhook")
	case w.url != "" && (err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == ""):
		return nil, usage(cmd, "--webhook must be a URL such as http://localhost:3000/webhooks")
	}
	header := http.Header{}
	for _, each := range w.headers {
		name, value, ok := strings.Cut(each, ":")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(name, " \t") {
			return nil, usage(cmd, "--webhook-header must look like 'Name: value'")
		}
		header.Add(name, strings.TrimSpace(value))
	}
	return header, nil
}
