package main

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
)

// destination is where the sandbox sends its notifications, as the flags give it.
type destination struct {
	url     string
	headers []string
}

func (d *destination) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&d.url, "webhook", "", "`URL` to send notifications to; none are sent without it")
	flags.StringArrayVar(&d.headers, "webhook-header", nil, "header of the notifications as `'Name: value'`; can be repeated")
}

// header returns the headers, once it has checked that notifications can be sent. The values are secrets, which no error
// shows.
func (d *destination) header(cmd *cobra.Command) (http.Header, error) {
	to, err := url.Parse(d.url)
	switch {
	case d.url == "" && len(d.headers) > 0:
		return nil, usage(cmd, "--webhook-header needs --webhook")
	case d.url != "" && (err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == ""):
		return nil, usage(cmd, "--webhook must be a URL such as http://localhost:3000/webhooks")
	}
	header := http.Header{}
	for _, each := range d.headers {
		name, value, ok := strings.Cut(each, ":")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(name, " \t") {
			return nil, usage(cmd, "--webhook-header must look like 'Name: value'")
		}
		header.Add(name, strings.TrimSpace(value))
	}
	return header, nil
}
