package main

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/spf13/cobra"
)

// destination is where the sandbox sends the notifications of a platform, as the flags give it.
type destination struct {
	flag    string
	url     string
	headers []string
}

// newDestination adds the flags of a destination to a command.
func newDestination(cmd *cobra.Command, flag, platform string) *destination {
	d, flags := &destination{flag: flag}, cmd.Flags()
	flags.StringVar(&d.url, flag, "", "`URL` to send notifications of "+platform+" to; none are sent without it")
	flags.StringArrayVar(&d.headers, flag+"-header", nil, "header of these notifications as `'Name: value'`; can be repeated")
	return d
}

// header returns the headers, once it has checked that notifications can be sent. The values are secrets, which no error
// shows.
func (d *destination) header(cmd *cobra.Command) (http.Header, error) {
	to, err := url.Parse(d.url)
	switch {
	case d.url == "" && len(d.headers) > 0:
		return nil, usage(cmd, "--%s-header needs --%[1]s", d.flag)
	case d.url != "" && (err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == ""):
		return nil, usage(cmd, "--%s must be a URL such as http://localhost:3000/webhooks", d.flag)
	}
	header := http.Header{}
	for _, each := range d.headers {
		name, value, ok := strings.Cut(each, ":")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(name, " \t") {
			return nil, usage(cmd, "--%s-header must look like 'Name: value'", d.flag)
		}
		header.Add(name, strings.TrimSpace(value))
	}
	return header, nil
}
