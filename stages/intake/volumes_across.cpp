#include "stages/intake/volumes_across.h"

#include "stages/intake/volumes.h"

#include <algorithm>
#include <map>
#include <set>

namespace shenbao {
namespace {

struct Volume {
    VolumeName name;
    const SentVolume* sent;
};

// One archive as it comes together.
struct Gathered {
    std::map<int, const SentVolume*> volumes; // by number
    std::set<Digest> replaced;
    std::set<std::size_t> mails;

    bool begun_anew_by(const std::vector<Volume>& more) const {
        return std::any_of(more.begin(), more.end(), [&](const Volume& v) {
            auto there = volumes.find(v.name.number);
            const bool other = there != volumes.end() && there->second->blob != v.sent->blob;
            return other && (v.name.number == 1 || !v.name.certain);
        });
    }

    void add(const std::vector<Volume>& more) {
        for (const Volume& volume : more) {
            auto [there, added] = volumes.try_emplace(volume.name.number, volume.sent);
            mails.insert(volume.sent->arrival);
            if (added || there->second->blob == volume.sent->blob) continue;
            replaced.insert(there->second->blob);
            there->second = volume.sent;
        }
    }

    std::size_t home() const { return volumes.begin()->second->arrival; }
};

// By its sender and its stem.
using Archive = std::pair<std::string, std::string>;

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return text;
}

Archive archive_of(const SentVolume& sent, const VolumeName& name) { return {lower(sent.sender), name.stem}; }

// Archives in the order in which they began.
std::vector<Gathered> gather(const std::vector<SentVolume>& sent) {
    std::vector<Gathered> archives;
    std::map<Archive, std::size_t> latest;
    for (std::size_t i = 0; i < sent.size();) {
        std::map<Archive, std::vector<Volume>> of_mail;
        const std::size_t mail = sent[i].arrival;
        for (; i < sent.size() && sent[i].arrival == mail; ++i)
            if (auto name = volume_name(sent[i].name); name && !sent[i].sender.empty())
                of_mail[archive_of(sent[i], *name)].push_back({*name, &sent[i]});
        for (const auto& [key, volumes] : of_mail) {
            auto known = latest.find(key);
            if (known == latest.end() || archives[known->second].begun_anew_by(volumes)) {
                latest[key] = archives.size();
                archives.emplace_back();
            }
            archives[latest[key]].add(volumes);
        }
    }
    return archives;
}

class Joining {
  public:
    explicit Joining(const ArrivalAt& arrival_at) : arrival_at_(arrival_at) {}

    // A mail that gives its volumes to one archive is not asked for those of another.
    void join(const Gathered& archive) {
        const std::size_t home = archive.home();
        auto is_free = [&](std::size_t mail) { return !changed_.contains(mail); };
        if (archive.mails.size() < 2 || !std::all_of(archive.mails.begin(), archive.mails.end(), is_free)) return;
        std::set<Digest> volumes;
        for (const auto& [number, sent] : archive.volumes)
            volumes.insert(sent->blob);
        Arrival package = arrival_at_(home);
        package.volumes = volumes;
        package.replaced = archive.replaced;
        for (std::size_t mail : archive.mails) {
            if (mail == home) continue;
            Arrival lender = arrival_at_(mail);
            lender.volumes = volumes;
            lender.replaced = archive.replaced;
            lender.joined_to = package.id;
            lender.joined_name = archive.volumes.begin()->second->name;
            package.lenders.push_back(lender);
            changed_.emplace(mail, std::move(lender));
        }
        changed_.emplace(home, std::move(package));
    }

    std::vector<Arrival> result() && {
        std::vector<Arrival> out;
        for (auto& [place, arrival] : changed_)
            out.push_back(std::move(arrival));
        return out;
    }

  private:
    const ArrivalAt& arrival_at_;
    std::map<std::size_t, Arrival> changed_;
};

} // namespace

std::optional<std::uint64_t> archive_of(const SentVolume& sent) {
    const auto name = volume_name(sent.name);
    if (!name || sent.sender.empty()) return std::nullopt;
    const auto [sender, stem] = archive_of(sent, *name);
    return std::hash<std::string>()(sender + '\0' + stem);
}

std::vector<Arrival> join_across_mails(const ArrivalAt& arrival_at, const std::vector<SentVolume>& sent) {
    Joining joining(arrival_at);
    for (const Gathered& archive : gather(sent))
        joining.join(archive);
    return std::move(joining).result();
}

} // namespace shenbao
