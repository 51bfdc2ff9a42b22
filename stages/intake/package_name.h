#pragma once
// What a package, or a mail's subject, is called, taken apart by the campaign's rule of naming.

#include "pipeline/model/campaign.h"

#include <map>
#include <string>
#include <string_view>

namespace shenbao {

struct PackageName {
    // How near the name comes to what is asked.
    enum class Form {
        asked,     // the parts asked for, in their order, joined as asked
        separator, // joined in another way that is understood
        order,     // all parts, in another order
        none,      // not to be taken apart; number and company are what may be guessed, empty where nothing may
    };

    Form form = Form::none;
    std::string stem;                         // without the endings of archives and marks of copies
    std::map<std::string, std::string> parts; // by the pattern's words, "literal:…" left out
    std::string separator;                    // the one found, where form is `separator`
    bool number_fits = false;                 // the number is as the campaign asks

    const std::string& number() const { return part("number"); }
    // The company as written, in full or short.
    const std::string& company() const;
    const std::string& part(const std::string& word) const;
};

// Takes a file's name, or a subject without its "Re:", apart. What follows a company's name ("最终版") is dropped.
PackageName parse_package_name(const Naming& naming, std::string_view name);

// A file's name without folders, endings of archives (".part1.rar", ".7z.001") and marks of copies ("(1)", " - 副本").
std::string package_stem(std::string_view name);
// A subject without the marks of replies and forwarding.
std::string plain_subject(std::string_view subject);

// How the campaign's names are written, in words for messages: "name.number+name.company".
std::string asked_name(const Naming& naming);
// The name as it ought to be, of these parts; empty where a part is not known.
std::string proper_name(const Naming& naming, const std::map<std::string, std::string>& parts);

} // namespace shenbao
