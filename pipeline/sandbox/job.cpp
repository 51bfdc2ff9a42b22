#include "pipeline/sandbox/job.h"

#include <nlohmann/json.hpp>

namespace shenbao {

using Json = nlohmann::json;

std::string_view to_string(JobEnd end) {
    switch (end) {
    case JobEnd::facts:
        return "facts";
    case JobEnd::crashed:
        return "crashed";
    case JobEnd::timeout:
        return "timeout";
    case JobEnd::memory:
        return "memory";
    case JobEnd::output:
        return "output";
    case JobEnd::lied:
        return "lied";
    case JobEnd::no_input:
        return "no input";
    case JobEnd::lost:
        return "lost";
    case JobEnd::no_child:
        break;
    }
    return "no child";
}

std::string encode_job(const Job& job) {
    const Limits& l = job.options.limits;
    Json ranges = Json::array();
    for (const ByteRange& r : job.inputs)
        ranges.push_back({r.offset, r.bytes});
    return Json{{"id", job.id},
                {"task", to_string(job.key.task)},
                {"ranges", ranges},
                {"name", job.options.name},
                {"dpi", job.options.dpi},
                {"pages", job.options.pages},
                {"passwords", job.options.passwords},
                {"links", job.links},
                {"yields", job.yields},
                {"limits",
                 {l.package_bytes, l.package_entries, l.depth, l.ratio, l.document_pages, l.page_pixels,
                  l.document_seconds, l.stall_seconds, l.document_memory, l.document_output}}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

Job decode_job(std::string_view words) {
    try {
        Json json = Json::parse(words);
        Job job;
        job.id = json.at("id");
        job.key.task = task_from(json.at("task").get<std::string>());
        for (const Json& r : json.at("ranges"))
            job.inputs.push_back({"", r.at(0), r.at(1)});
        job.options.name = json.at("name");
        job.options.dpi = json.at("dpi");
        job.options.pages = json.at("pages").get<std::vector<int>>();
        job.links = json.at("links");
        job.yields = json.at("yields");
        job.options.passwords = json.at("passwords").get<std::vector<std::string>>();
        const Json& l = json.at("limits");
        job.options.limits = {l.at(0), l.at(1), l.at(2), l.at(3), l.at(4), l.at(5), l.at(6), l.at(7), l.at(8), l.at(9)};
        return job;
    } catch (const Json::exception& error) {
        throw std::runtime_error(std::string("a job that cannot be read: ") + error.what());
    }
}

} // namespace shenbao
