#include "extractors/layout/signed_by.h"

#include "pipeline/model/text.h"

#include <openssl/asn1.h>
#include <openssl/x509.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace shenbao::layout {
namespace {

using Bytes = std::span<const std::byte>;
constexpr int deepest = 16;
constexpr std::size_t most_certificates = 32, most_elements = 20000;

// One element of DER: its tag and what it holds.
struct Der {
    int tag = 0;
    bool constructed = false;
    Bytes whole, content;
};

std::optional<Der> next(Bytes& bytes) {
    const auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned char* at = start;
    long length = 0;
    int tag = 0, kind = 0;
    if (bytes.empty() || bytes.size() > INT_MAX) return {};
    int result = ASN1_get_object(&at, &length, &tag, &kind, static_cast<long>(bytes.size()));
    if ((result & 0x80) != 0 || (result & 1) != 0 || length < 0) return {};
    std::size_t head = static_cast<std::size_t>(at - start), total = head + static_cast<std::size_t>(length);
    if (total > bytes.size()) return {};
    Der der{kind == V_ASN1_UNIVERSAL ? tag : -1, (result & V_ASN1_CONSTRUCTED) != 0, bytes.first(total),
            bytes.subspan(head, static_cast<std::size_t>(length))};
    bytes = bytes.subspan(total);
    return der;
}

// Visits elements from outside in; `visit` says whether to go into one. Octet and bit strings may hold DER again.
template <class Visit> void walk(Bytes bytes, int depth, std::size_t& seen, Visit&& visit) {
    while (auto der = next(bytes)) {
        if (depth > deepest || ++seen > most_elements) return;
        if (!visit(*der)) continue;
        if (der->constructed || der->tag == V_ASN1_OCTET_STRING) walk(der->content, depth + 1, seen, visit);
        if (der->tag == V_ASN1_BIT_STRING && der->content.size() > 1)
            walk(der->content.subspan(1), depth + 1, seen, visit);
    }
}

struct CertificateFree {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, CertificateFree>;

// A certificate is a SEQUENCE of a SEQUENCE, a SEQUENCE and a BIT STRING (RFC 5280, 4.1).
Certificate certificate_of(const Der& der) {
    if (der.tag != V_ASN1_SEQUENCE || der.whole.size() < 200) return nullptr;
    Bytes inner = der.content;
    auto body = next(inner), algorithm = next(inner), signature = next(inner);
    if (!signature || body->tag != V_ASN1_SEQUENCE || algorithm->tag != V_ASN1_SEQUENCE ||
        signature->tag != V_ASN1_BIT_STRING || !inner.empty())
        return nullptr;
    const auto* at = reinterpret_cast<const unsigned char*>(der.whole.data());
    return Certificate(d2i_X509(nullptr, &at, static_cast<long>(der.whole.size())));
}

std::vector<Certificate> certificates(Bytes bytes) {
    std::vector<Certificate> found;
    std::size_t seen = 0;
    walk(bytes, 0, seen, [&](const Der& der) {
        if (found.size() >= most_certificates) return false;
        Certificate certificate = certificate_of(der);
        if (!certificate) return true;
        found.push_back(std::move(certificate));
        return false;
    });
    return found;
}

std::string name_part(const X509_NAME* name, int id) {
    int at = X509_NAME_get_index_by_NID(name, id, -1);
    if (at < 0) return {};
    unsigned char* utf8 = nullptr;
    int length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length < 0) return {};
    std::string text(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(length));
    OPENSSL_free(utf8);
    return text::nfc(text);
}

bool issued_another(const Certificate& one, const std::vector<Certificate>& all) {
    return std::any_of(all.begin(), all.end(), [&](const Certificate& other) {
        return other != one &&
               X509_NAME_cmp(X509_get_issuer_name(other.get()), X509_get_subject_name(one.get())) == 0 &&
               X509_NAME_cmp(X509_get_subject_name(other.get()), X509_get_subject_name(one.get())) != 0;
    });
}

std::string text_in(const Der& der) {
    return text::nfc(text::from_unknown({reinterpret_cast<const char*>(der.content.data()), der.content.size()}));
}

// A seal's head: SEQUENCE { SEQUENCE { IA5String "ES", version, maker }, IA5String id, SEQUENCE { type, name, … } }
std::string seal_name_in(const Der& der) {
    if (der.tag != V_ASN1_SEQUENCE) return {};
    Bytes inner = der.content;
    auto head = next(inner), id = next(inner), property = next(inner);
    if (!property || head->tag != V_ASN1_SEQUENCE || property->tag != V_ASN1_SEQUENCE) return {};
    Bytes mark_bytes = head->content, fields = property->content;
    auto mark = next(mark_bytes), type = next(fields), name = next(fields);
    if (!mark || !name || mark->tag != V_ASN1_IA5STRING || mark->content.size() != 2) return {};
    return name->tag == V_ASN1_UTF8STRING ? text_in(*name) : std::string();
}

std::string digits(std::string_view text) {
    std::string found;
    for (char c : text)
        if (c >= '0' && c <= '9') found.push_back(c);
    return found;
}

// The offset at the end of a written time: "Z", "+08'00'", "+0800"; `otherwise` where there is none.
std::string offset_in(std::string_view rest, std::string otherwise) {
    std::size_t sign = rest.find_first_of("+-Z");
    if (sign == std::string_view::npos) return otherwise;
    std::string number = digits(rest.substr(sign));
    if (rest[sign] == 'Z' || number.size() < 2) return "Z";
    number.resize(4, '0');
    return std::string(1, rest[sign]) + number.substr(0, 2) + ":" + number.substr(2, 2);
}

} // namespace

std::string signer_of(Bytes der) {
    std::vector<Certificate> all = certificates(der);
    for (const Certificate& one : all) {
        if (issued_another(one, all)) continue;
        const X509_NAME* subject = X509_get_subject_name(one.get());
        std::string name = name_part(subject, NID_commonName);
        return name.empty() ? name_part(subject, NID_organizationName) : name;
    }
    return {};
}

std::string seal_name_of(Bytes der) {
    std::string found;
    std::size_t seen = 0;
    walk(der, 0, seen, [&](const Der& element) {
        if (found.empty()) found = seal_name_in(element);
        return found.empty();
    });
    return found;
}

std::string time_of(std::string_view written) {
    if (written.starts_with("D:")) written.remove_prefix(2);
    bool spaced = written.size() >= 19 && written[4] == '-' && written[7] == '-';
    std::string date;
    std::string_view rest;
    if (spaced) {
        date = digits(written.substr(0, 19));
        rest = written.substr(19);
    } else {
        std::size_t end = written.find_first_not_of("0123456789");
        date = std::string(written.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : written.substr(end);
        if (date.size() == 12 && rest.starts_with('Z')) date.insert(0, date[0] < '5' ? "20" : "19");
    }
    if (date.size() != 14) return {};
    auto part = [&](int at, int count) { return date.substr(at, count); };
    if (part(4, 2) > "12" || part(6, 2) > "31" || part(8, 2) > "23" || part(10, 2) > "59") return {};
    return part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(8, 2) + ":" + part(10, 2) + ":" + part(12, 2) +
           offset_in(rest, "+08:00");
}

} // namespace shenbao::layout
