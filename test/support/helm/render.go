// Renders a chart as `helm template` does: Go's text/template with the functions of sprig and those Helm adds to them. It reads
// {"chart": folder, "values": {…}, "release": {…}} and writes {"templates/….yaml": "…"}. It knows no dependencies, hooks or cluster.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

type object = map[string]interface{}

type request struct {
	Chart   string `json:"chart"`
	Values  object `json:"values"`
	Release object `json:"release"`
}

type files struct{ folder string }

func (f files) Get(name string) string {
	content, err := os.ReadFile(filepath.Join(f.folder, name))
	if err != nil {
		return ""
	}
	return string(content)
}

func main() {
	var asked request
	check(json.NewDecoder(os.Stdin).Decode(&asked))
	rendered, err := render(asked)
	check(err)
	check(json.NewEncoder(os.Stdout).Encode(rendered))
}

func render(asked request) (map[string]string, error) {
	chart, err := readYaml(filepath.Join(asked.Chart, "Chart.yaml"))
	if err != nil {
		return nil, err
	}
	values, err := readYaml(filepath.Join(asked.Chart, "values.yaml"))
	if err != nil {
		return nil, err
	}
	root := object{
		"Values":  merged(values, asked.Values),
		"Chart":   titled(chart),
		"Release": asked.Release,
		"Files":   files{asked.Chart},
	}
	set := template.New("chart").Option("missingkey=zero")
	set.Funcs(functions(set))
	paths, err := filepath.Glob(filepath.Join(asked.Chart, "templates", "*"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if _, err := set.New("templates/" + filepath.Base(path)).Parse(string(text)); err != nil {
			return nil, err
		}
	}
	rendered := map[string]string{}
	for _, path := range paths {
		name := "templates/" + filepath.Base(path)
		if strings.HasPrefix(filepath.Base(path), "_") {
			continue
		}
		var text strings.Builder
		if err := set.ExecuteTemplate(&text, name, root); err != nil {
			return nil, err
		}
		rendered[name] = strings.ReplaceAll(text.String(), "<no value>", "")
	}
	return rendered, nil
}

func functions(set *template.Template) template.FuncMap {
	known := sprig.TxtFuncMap()
	// Helm takes these away: a chart must not see the machine it is rendered on.
	delete(known, "env")
	delete(known, "expandenv")
	known["include"] = func(name string, data interface{}) (string, error) {
		var text strings.Builder
		err := set.ExecuteTemplate(&text, name, data)
		return strings.ReplaceAll(text.String(), "<no value>", ""), err
	}
	known["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, errors.New(message)
		}
		return value, nil
	}
	known["toYaml"] = func(value interface{}) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	known["fromYamlArray"] = func(text string) ([]interface{}, error) {
		value := []interface{}{}
		err := yaml.Unmarshal([]byte(text), &value)
		return value, err
	}
	return known
}

// What is given wins; null takes a default away.
func merged(defaults, given object) object {
	all := object{}
	for key, value := range defaults {
		all[key] = value
	}
	for key, value := range given {
		before, isObject := all[key].(object)
		after, isGivenObject := value.(object)
		switch {
		case value == nil:
			delete(all, key)
		case isObject && isGivenObject:
			all[key] = merged(before, after)
		default:
			all[key] = value
		}
	}
	return all
}

// Chart.yaml's fields as templates name them: .Chart.AppVersion.
func titled(chart object) object {
	all := object{}
	for key, value := range chart {
		all[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return all
}

func readYaml(path string) (object, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	value := object{}
	return value, yaml.Unmarshal(text, &value)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
