#include "extractors/pdf/annotations.h"

#include "extractors/layout/blocks.h"

#include <algorithm>

namespace shenbao::pdf {
namespace {

constexpr std::size_t most_fields = 5000;

// Poppler gives annotations and fields from the bottom left corner.
Box box_of(const PopplerRectangle& r, const Page& page) {
    Box box{std::min(r.x1, r.x2), page.height - std::max(r.y1, r.y2), std::max(r.x1, r.x2),
            page.height - std::min(r.y1, r.y2)};
    return layout::share(box, {page.width, page.height});
}

std::string choice_value(PopplerFormField* field) {
    std::string value = take(poppler_form_field_choice_get_text(field));
    if (!value.empty()) return value;
    int count = std::min(poppler_form_field_choice_get_n_items(field), 1000);
    for (int i = 0; i < count; ++i) {
        if (!poppler_form_field_choice_is_item_selected(field, i)) continue;
        if (!value.empty()) value += '\n';
        value += take(poppler_form_field_choice_get_item(field, i));
    }
    return value;
}

std::string value_of(PopplerFormField* field) {
    switch (poppler_form_field_get_field_type(field)) {
    case POPPLER_FORM_FIELD_TEXT:
        return take(poppler_form_field_text_get_text(field));
    case POPPLER_FORM_FIELD_CHOICE:
        return choice_value(field);
    case POPPLER_FORM_FIELD_BUTTON:
        if (poppler_form_field_button_get_button_type(field) == POPPLER_FORM_BUTTON_PUSH) return {};
        return poppler_form_field_button_get_state(field) ? "√" : "";
    default:
        return {};
    }
}

// What people are shown as the field's name, else its name in the file.
std::string label_of(PopplerFormField* field) {
    std::string label = take(poppler_form_field_get_alternate_ui_name(field));
    if (label.empty()) label = take(poppler_form_field_get_name(field));
    return label;
}

bool is_drawn(const layout::Raster& preview, const Box& box) {
    constexpr double some_ink = 0.01;
    layout::Raster part = layout::crop(preview, box);
    layout::Ink ink = layout::measure(part);
    return !part.empty() && ink.dark + ink.coloured > some_ink;
}

void add_seal(int page, const Box& box, Seal::Origin origin, Document& document) {
    Seal seal;
    seal.page = page;
    seal.box = box;
    seal.origin = origin;
    seal.confidence = 0.7;
    document.seals.push_back(std::move(seal));
}

void add_field(const PopplerFormFieldMapping& mapping, const PageView& view, const Page& page, Document& document) {
    Box box = box_of(mapping.area, page);
    if (poppler_form_field_get_field_type(mapping.field) == POPPLER_FORM_FIELD_SIGNATURE) {
        if (!document.signatures.empty() && is_drawn(view.preview, box))
            add_seal(page.number, box, Seal::Origin::signature, document);
        return;
    }
    std::string value = value_of(mapping.field);
    if (value.empty()) return;
    std::string label = label_of(mapping.field);
    std::string text = label.empty() ? value : label + "：" + value;
    document.blocks.push_back(Paragraph{page.number, {text}, box, Part::form_field});
}

void add_annotation(const PopplerAnnotMapping& mapping, const Page& page, Document& document) {
    PopplerAnnotType type = poppler_annot_get_annot_type(mapping.annot);
    if (type == POPPLER_ANNOT_LINK || type == POPPLER_ANNOT_POPUP || type == POPPLER_ANNOT_WIDGET) return;
    Box box = box_of(mapping.area, page);
    if (type == POPPLER_ANNOT_STAMP) add_seal(page.number, box, Seal::Origin::annotation, document);
    std::string text = take(poppler_annot_get_contents(mapping.annot));
    if (!text.empty()) document.blocks.push_back(Paragraph{page.number, {text}, box, Part::annotation});
}

} // namespace

void add_annotations(const PageView& view, const Page& page, Document& document) {
    std::size_t count = 0;
    GList* fields = poppler_page_get_form_field_mapping(view.page);
    for (GList* item = fields; item != nullptr && count < most_fields; item = item->next, ++count)
        add_field(*static_cast<PopplerFormFieldMapping*>(item->data), view, page, document);
    poppler_page_free_form_field_mapping(fields);
    GList* annotations = poppler_page_get_annot_mapping(view.page);
    for (GList* item = annotations; item != nullptr && count < most_fields; item = item->next, ++count)
        add_annotation(*static_cast<PopplerAnnotMapping*>(item->data), page, document);
    poppler_page_free_annot_mapping(annotations);
}

bool has_annotations(PopplerPage* page) {
    GList* annotations = poppler_page_get_annot_mapping(page);
    bool found = false;
    for (GList* item = annotations; item != nullptr && !found; item = item->next) {
        const auto* mapping = static_cast<const PopplerAnnotMapping*>(item->data);
        found = poppler_annot_get_annot_type(mapping->annot) != POPPLER_ANNOT_LINK;
    }
    poppler_page_free_annot_mapping(annotations);
    return found;
}

} // namespace shenbao::pdf
