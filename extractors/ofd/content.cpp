#include "extractors/ofd/content.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace shenbao::ofd {
namespace {

constexpr double points = 72 / 25.4; // a millimetre
constexpr int deepest = 24;
constexpr std::size_t most_glyphs = 500'000;
constexpr std::size_t most_objects = 300'000; // composites may hold composites
constexpr std::size_t most_rules = 4000;

// "a b c d e f": x' = ax + cy + e, y' = bx + dy + f (8.5).
struct Matrix {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
    bool upright() const { return std::abs(b) + std::abs(c) < 0.05 * (std::abs(a) + std::abs(d)); }
};

Matrix matrix_of(const Element& object) {
    auto n = numbers(object.attribute("CTM"));
    return n.size() < 6 ? Matrix{} : Matrix{n[0], n[1], n[2], n[3], n[4], n[5]};
}

// Takes an object's own coordinates to points on the page.
struct Placement {
    Matrix matrix;
    double left, top; // of the object's boundary, in points

    double x(double u, double v) const { return left + (matrix.a * u + matrix.c * v + matrix.e) * points; }
    double y(double u, double v) const { return top + (matrix.b * u + matrix.d * v + matrix.f) * points; }
    Box box(double u0, double v0, double u1, double v1) const {
        double xs[] = {x(u0, v0), x(u1, v0), x(u0, v1), x(u1, v1)};
        double ys[] = {y(u0, v0), y(u1, v0), y(u0, v1), y(u1, v1)};
        auto [x0, x1] = std::minmax_element(xs, xs + 4);
        auto [y0, y1] = std::minmax_element(ys, ys + 4);
        return {*x0, *y0, *x1, *y1};
    }
};

// Steps between characters (11.3): "g 3 4.2" stands for three times 4.2.
std::vector<double> steps(const std::string& text, std::size_t most) {
    std::vector<double> found;
    std::vector<std::string> tokens;
    for (std::string& token : text::split(text, ' '))
        if (!token.empty()) tokens.push_back(std::move(token));
    for (std::size_t i = 0; i < tokens.size() && found.size() < most; ++i) {
        if (tokens[i] != "g") {
            found.push_back(number(tokens[i], 0));
        } else if (i + 2 < tokens.size()) {
            double count = std::clamp(number(tokens[i + 1], 0), 0.0, static_cast<double>(most - found.size()));
            found.insert(found.end(), static_cast<std::size_t>(count), number(tokens[i + 2], 0));
            i += 2;
        }
    }
    return found;
}

double natural_width(char32_t c, double size) {
    bool wide = c >= 0x1100 && (text::is_han(c) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xF900 && c <= 0xFFE6));
    return wide ? size : size / 2;
}

// One TextCode: the characters of a run with the place of the first and the steps to the others.
void add_run(const Element& code, const Placement& place, double size, double scale, std::vector<layout::Glyph>& to) {
    std::u32string text = text::to_u32(text::nfc(code.text()));
    std::vector<double> dx = steps(code.attribute("DeltaX"), text.size());
    std::vector<double> dy = steps(code.attribute("DeltaY"), text.size());
    double u = number(code.attribute("X"), 0), v = number(code.attribute("Y"), 0);
    constexpr double ascent = 0.86, descent = 0.14; // shares of the em; OFD does not say
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' || text[i] == '\r') continue;
        double width = natural_width(text[i], size) * scale;
        double step = i < dx.size() ? dx[i] : dy.empty() ? width : 0;
        if (i < dx.size() && step > 0.1 * width && step < width) width = step;
        to.push_back({text[i], place.box(u, v - ascent * size, u + width, v + descent * size)});
        u += step;
        v += i < dy.size() ? dy[i] : 0;
    }
}

// A run that goes on below itself is several.
void split_runs(std::vector<layout::Glyph> glyphs, std::vector<layout::Line>& runs) {
    for (layout::Glyph& glyph : glyphs) {
        bool below = !runs.empty() && !runs.back().glyphs.empty() &&
                     std::abs(runs.back().glyphs.back().box.top - glyph.box.top) > 0.3 * glyph.box.height();
        if (runs.empty() || below) runs.push_back({{}, glyph.box});
        runs.back().box = layout::joined(runs.back().box, glyph.box);
        runs.back().glyphs.push_back(std::move(glyph));
    }
}

// Neither filled nor outlined, or transparent: what a scanner's program recognised, over the picture of the page.
bool is_unseen(const Element& text) {
    return text.attribute("Alpha") == "0" || (text.attribute("Fill") == "false" && text.attribute("Stroke") != "true");
}

void add_text(const Element& object, const Box& where, std::size_t& glyphs_left, Content& content) {
    Placement place{matrix_of(object), where.left, where.top};
    double size = number(object.attribute("Size"), 3.5), scale = number(object.attribute("HScale"), 1);
    bool upright = place.matrix.upright() && place.matrix.a > 0 && place.matrix.d > 0;
    std::vector<layout::Glyph> all;
    for (const Element& code : object.children("TextCode")) {
        std::vector<layout::Glyph> glyphs;
        add_run(code, place, size, scale, glyphs);
        if (glyphs.size() > glyphs_left) return;
        glyphs_left -= glyphs.size();
        if (is_unseen(object)) content.unseen += glyphs.size();
        all.insert(all.end(), glyphs.begin(), glyphs.end());
        std::vector<layout::Line> runs;
        split_runs(std::move(glyphs), runs);
        if (upright) content.runs.insert(content.runs.end(), runs.begin(), runs.end());
    }
    if (upright || all.empty()) return;
    layout::Line line{std::move(all), {}};
    line.box = line.glyphs.front().box;
    for (const layout::Glyph& g : line.glyphs)
        line.box = layout::joined(line.box, g.box);
    content.turned.push_back(std::move(line));
}

void add_segment(double x0, double y0, double x1, double y1, layout::Rules& rules) {
    constexpr double straight = 0.6, shortest = 9; // points
    bool across = std::abs(y1 - y0) < straight && std::abs(x1 - x0) > shortest;
    bool down = std::abs(x1 - x0) < straight && std::abs(y1 - y0) > shortest;
    if (across && rules.horizontal.size() < most_rules)
        rules.horizontal.push_back({(y0 + y1) / 2, std::min(x0, x1), std::max(x0, x1)});
    if (down && rules.vertical.size() < most_rules)
        rules.vertical.push_back({(x0 + x1) / 2, std::min(y0, y1), std::max(y0, y1)});
}

// The straight strokes of a path (9.3); of filled shapes only those thin enough to be rules.
void add_path(const Element& object, const Box& where, Content& content) {
    constexpr double thin = 2.5;
    bool stroked = object.attribute("Stroke") != "false";
    if (!stroked && std::min(where.width(), where.height()) > thin) return;
    Placement place{matrix_of(object), where.left, where.top};
    double x = 0, y = 0, start_x = 0, start_y = 0;
    auto line_to = [&](double u, double v) {
        double next_x = place.x(u, v), next_y = place.y(u, v);
        add_segment(x, y, next_x, next_y, content.rules);
        x = next_x;
        y = next_y;
    };
    std::string command;
    std::vector<double> values;
    auto run = [&] {
        if ((command == "M" || command == "S") && values.size() >= 2) {
            start_x = x = place.x(values[0], values[1]);
            start_y = y = place.y(values[0], values[1]);
        } else if (command == "L" && values.size() >= 2) {
            line_to(values[0], values[1]);
        } else if (command == "C") {
            add_segment(x, y, start_x, start_y, content.rules);
            x = start_x;
            y = start_y;
        } else if (values.size() >= 2) {
            x = place.x(values[values.size() - 2], values.back());
            y = place.y(values[values.size() - 2], values.back());
        }
        values.clear();
    };
    for (const std::string& token : text::split(object.child("AbbreviatedData").text(), ' ')) {
        if (token.empty()) continue;
        if (token[0] >= 'A' && token[0] <= 'Z') {
            run();
            command = token;
        } else {
            values.push_back(number(token, 0));
        }
    }
    run();
}

void add_picture(const Element& object, const Box& where, Content& content) {
    Placement place{matrix_of(object), where.left, where.top};
    Picture picture{object.attribute("ResourceID"), place.box(0, 0, 1, 1), 0};
    if (object.attribute("CTM").empty()) picture.box = where;
    const Matrix& m = place.matrix;
    if (std::abs(m.b) > std::abs(m.a)) {
        picture.quarters = m.b > 0 ? 1 : 3;
    } else if (m.a < 0 && m.d < 0) {
        picture.quarters = 2;
    }
    content.pictures.push_back(std::move(picture));
}

class Walker {
  public:
    Walker(const std::map<std::string, Element>& composites, Content& content)
        : composites_(composites), content_(content) {}

    void walk(const Element& element, Origin origin, int depth) {
        if (depth > deepest) return;
        for (const Element& child : element.children()) {
            if (++seen_ > most_objects) return;
            if (child.attribute("Visible") == "false") continue;
            object(child, origin, depth);
        }
    }

  private:
    void object(const Element& child, Origin origin, int depth) {
        if (child.is("TextObject")) {
            add_text(child, boundary(child, origin), glyphs_left_, content_);
        } else if (child.is("PathObject")) {
            add_path(child, boundary(child, origin), content_);
        } else if (child.is("ImageObject")) {
            add_picture(child, boundary(child, origin), content_);
        } else if (child.is("CompositeObject")) {
            auto shared = composites_.find(child.attribute("ResourceID"));
            if (shared == composites_.end()) return;
            auto n = numbers(child.attribute("Boundary"));
            Origin inner{origin.x - (n.size() > 1 ? n[0] : 0), origin.y - (n.size() > 1 ? n[1] : 0)};
            walk(shared->second, inner, depth + 4);
        } else {
            walk(child, origin, depth + 1);
        }
    }

    const std::map<std::string, Element>& composites_;
    Content& content_;
    std::size_t seen_ = 0, glyphs_left_ = most_glyphs;
};

} // namespace

Box boundary(const Element& object, Origin origin) {
    auto n = numbers(object.attribute("Boundary"));
    if (n.size() < 4) n.assign(4, 0.0);
    double left = (n[0] - origin.x) * points, top = (n[1] - origin.y) * points;
    return {left, top, left + n[2] * points, top + n[3] * points};
}

void add_content(const Element& element, Origin origin, const std::map<std::string, Element>& composites,
                 Content& content) {
    Walker(composites, content).walk(element, origin, 0);
}

} // namespace shenbao::ofd
