#include "stages/unpack/parcels.h"

#include "pipeline/model/facts.h"
#include "pipeline/model/text.h"
#include "stages/classify/junk.h"
#include "stages/fields/values.h"
#include "stages/intake/package_name.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace shenbao {
namespace {

// How far a name can be taken for that of a package.
enum class Sureness { none, guessed, named };

// Whose a file is by one part of its path.
struct Owner {
    std::string number, company; // empty where the name does not give them; the company folded
    Sureness sureness = Sureness::none;

    bool known() const { return !number.empty() || !company.empty(); }
};

// "甲有限公司申报材料" is 甲's package; "甲有限公司检测报告" is something of 甲's in anybody's.
bool stands_for_package(const std::string& stem, const std::string& company) {
    if (!stem.starts_with(company)) return false;
    constexpr std::array<std::string_view, 6> goes_on = {"申报", "材料", "质量", "标杆", "推荐", "资料"};
    const std::string rest =
        text::trim(text::replace_all(text::replace_all(stem.substr(company.size()), "-", " "), "_", " "));
    return rest.empty() ||
           std::any_of(goes_on.begin(), goes_on.end(), [&](auto word) { return rest.starts_with(word); });
}

Owner owner_by(const Naming& naming, const std::string& name) {
    const PackageName parsed = parse_package_name(naming, name);
    Owner owner;
    if (parsed.number_fits) owner.number = parsed.number();
    if (values::is_company(parsed.company())) owner.company = values::fold_company(parsed.company());
    if (!owner.known()) return owner;
    if (parsed.form != PackageName::Form::none || (!owner.number.empty() && !owner.company.empty()))
        owner.sureness = Sureness::named;
    else if (stands_for_package(parsed.stem, parsed.company()))
        owner.sureness = Sureness::guessed;
    return owner;
}

// Some campaigns ask for one document and no archive.
bool is_asked_document(const Naming& naming, const std::string& name) {
    const std::string ending = ending_of(name);
    return std::any_of(naming.containers.begin(), naming.containers.end(), [&](const std::string& kind) {
        if (kind == "word") return ending == "doc" || ending == "docx" || ending == "wps";
        return (kind == "pdf" || kind == "ofd") && ending == kind;
    });
}

// A file by the outermost part of its path that names an applicant.
struct Claim {
    Owner owner;
    std::string part;   // that part
    std::string inside; // the path from there on: what the part holds, or the part itself if it is the file
    bool package = false;
};

class Division {
  public:
    explicit Division(const Naming& naming) : naming_(naming) {}

    std::vector<Parcel> divide(const std::vector<SentFile>& files) {
        for (const SentFile& file : files)
            claims_.push_back(claim_of(file));
        least_ = least_sureness();
        for (std::size_t i = 0; i < files.size(); ++i)
            if (founds(claims_[i])) add(i, files[i], true);
        if (parcels_.size() < 2) return {};
        for (std::size_t i = 0; i < files.size(); ++i)
            if (!founds(claims_[i])) add(i, files[i], false);
        return std::move(*this).result();
    }

  private:
    Claim claim_of(const SentFile& file) {
        for (std::size_t from = 0; from < file.path.size();) {
            const std::size_t slash = std::min(file.path.find('/', from), file.path.size());
            const bool folder = slash < file.path.size();
            Claim claim{owner(file.path.substr(from, slash - from)), file.path.substr(from, slash - from), {}, false};
            claim.package = folder || file.archive || is_asked_document(naming_, file.path);
            claim.inside = file.path.substr(folder ? slash + 1 : from);
            if (claim.owner.known()) return claim;
            from = slash + 1;
        }
        return {};
    }

    const Owner& owner(const std::string& part) {
        auto known = owners_.find(part);
        if (known == owners_.end()) known = owners_.emplace(part, owner_by(naming_, part)).first;
        return known->second;
    }

    // Names that only may be packages' count where there is none that surely is.
    Sureness least_sureness() const {
        const bool named = std::any_of(claims_.begin(), claims_.end(),
                                       [](const Claim& c) { return c.package && c.owner.sureness == Sureness::named; });
        return named ? Sureness::named : Sureness::guessed;
    }

    bool founds(const Claim& claim) const {
        return claim.package && claim.owner.sureness >= least_ &&
               (!claim.owner.company.empty() || has_like_number(claim.owner));
    }

    // "1234567专利证书" fits a pattern of seven figures: a number alone is an applicant's among numbers of its series.
    bool has_like_number(const Owner& owner) const {
        const std::string head = owner.number.substr(0, (owner.number.size() + 1) / 2);
        return std::any_of(claims_.begin(), claims_.end(), [&](const Claim& other) {
            return other.package && other.owner.number != owner.number && other.owner.number.starts_with(head);
        });
    }

    void add(std::size_t file, const SentFile& sent, bool found) {
        const Claim& claim = claims_[file];
        auto home = std::find_if(parcels_.begin(), parcels_.end(), [&](const Found& f) { return f.is(claim.owner); });
        if (home == parcels_.end() && !found) return beside_.push_back({file, sent.path});
        if (home == parcels_.end()) {
            const Owner& owner = claim.owner;
            parcels_.push_back({{owner.number.empty() ? owner.company : owner.number, claim.part, {}}, {}});
            home = parcels_.end() - 1;
        }
        home->owners.push_back(claim.owner);
        home->parcel.pieces.push_back({file, claim.inside});
    }

    struct Found {
        Parcel parcel;
        std::vector<Owner> owners;

        bool is(const Owner& owner) const {
            return owner.known() && std::any_of(owners.begin(), owners.end(), [&](const Owner& o) {
                       return (!o.number.empty() && o.number == owner.number) ||
                              (!o.company.empty() && o.company == owner.company);
                   });
        }
    };

    std::vector<Parcel> result() && {
        std::vector<Parcel> out;
        for (Found& found : parcels_) {
            std::sort(found.parcel.pieces.begin(), found.parcel.pieces.end(),
                      [](const auto& a, const auto& b) { return a.file < b.file; });
            out.push_back(std::move(found.parcel));
        }
        if (!beside_.empty()) out.push_back({{}, {}, std::move(beside_)});
        return out;
    }

    const Naming& naming_;
    std::map<std::string, Owner> owners_; // by the part of a path
    std::vector<Claim> claims_;
    Sureness least_ = Sureness::named;
    std::vector<Found> parcels_;
    std::vector<Parcel::Piece> beside_;
};

} // namespace

std::vector<Parcel> parcels_of(const Naming& naming, const std::vector<SentFile>& files) {
    return Division(naming).divide(files);
}

bool is_named_package(const Naming& naming, const std::string& name) {
    return owner_by(naming, name.substr(name.rfind('/') + 1)).sureness == Sureness::named;
}

bool is_bundle(const Naming& naming, const std::vector<SentFile>& entries) {
    const std::vector<Parcel> parcels = parcels_of(naming, entries);
    if (parcels.empty()) return false;
    const auto weighs = [&](const Parcel::Piece& piece) { return !is_junk(entries[piece.file].path); };
    const Parcel& last = parcels.back();
    const auto beside = last.key.empty() ? std::count_if(last.pieces.begin(), last.pieces.end(), weighs) : 0;
    return beside * 2 <= static_cast<std::ptrdiff_t>(entries.size());
}

} // namespace shenbao
