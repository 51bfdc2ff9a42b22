#include "extractors/pdf/annotations.h"

#include "extractors/layout/blocks.h"
#include "extractors/pdf/attachments.h"
#include "extractors/pdf/page_picture.h"

#include <algorithm>

namespace shenbao::pdf {
namespace {

constexpr std::size_t most_fields = 5000;

using AttachmentPtr = std::unique_ptr<PopplerAttachment, Unref>;

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

bool is_red(const layout::Raster& preview, const Box& box) {
    constexpr double some_ink = 0.01;
    return layout::measure(layout::crop(preview, box)).red > some_ink;
}

void add_seal(int page, const Box& box, Seal::Origin origin, double confidence, Document& document) {
    Seal seal;
    seal.page = page;
    seal.box = box;
    seal.origin = origin;
    seal.confidence = confidence;
    document.seals.push_back(std::move(seal));
}

// A stamp that shows something of a seal's size and shape ("APPROVED" in a frame is none); or something like that in
// red under a name of its own, as programs for electronic seals do it.
void add_stamp(PopplerAnnotType type, const layout::Raster& preview, const Box& box, const Page& page,
               Document& document) {
    Box place{box.left * page.width, box.top * page.height, box.right * page.width, box.bottom * page.height};
    if (!seal_sized(place) || !is_drawn(preview, box)) return;
    bool red = is_red(preview, box);
    if (red || type == POPPLER_ANNOT_STAMP)
        add_seal(page.number, box, Seal::Origin::annotation, red ? 0.9 : 0.7, document);
}

void add_field(const PopplerFormFieldMapping& mapping, const layout::Raster& preview, const Page& page,
               Document& document) {
    Box box = box_of(mapping.area, page);
    if (poppler_form_field_get_field_type(mapping.field) == POPPLER_FORM_FIELD_SIGNATURE) {
        if (!document.signatures.empty() && is_drawn(preview, box))
            add_seal(page.number, box, Seal::Origin::signature, 0.7, document);
        return;
    }
    std::string value = value_of(mapping.field);
    if (value.empty()) return;
    std::string label = label_of(mapping.field);
    std::string text = label.empty() ? value : label + "：" + value;
    document.blocks.push_back(Paragraph{page.number, {text}, box, Part::form_field});
}

void add_annotation(const PopplerAnnotMapping& mapping, const layout::Raster& preview, const Page& page, Pinned wanted,
                    Reading& reading) {
    PopplerAnnotType type = poppler_annot_get_annot_type(mapping.annot);
    if (type == POPPLER_ANNOT_LINK || type == POPPLER_ANNOT_POPUP || type == POPPLER_ANNOT_WIDGET) return;
    Box box = box_of(mapping.area, page);
    if (type == POPPLER_ANNOT_STAMP || type == POPPLER_ANNOT_UNKNOWN)
        add_stamp(type, preview, box, page, reading.document);
    if (type == POPPLER_ANNOT_FILE_ATTACHMENT && wanted == Pinned::files) {
        AttachmentPtr file(poppler_annot_file_attachment_get_attachment(POPPLER_ANNOT_FILE_ATTACHMENT(mapping.annot)));
        if (file) add_attachment(file.get(), reading.facts, reading.document, reading.sink);
    }
    std::string text = take(poppler_annot_get_contents(mapping.annot));
    if (!text.empty()) reading.document.blocks.push_back(Paragraph{page.number, {text}, box, Part::annotation});
}

} // namespace

void add_annotations(PopplerPage* printed, const layout::Raster& preview, const Page& page, Pinned wanted,
                     Reading& reading) {
    std::size_t count = 0;
    GList* fields = poppler_page_get_form_field_mapping(printed);
    for (GList* item = fields; item != nullptr && count < most_fields; item = item->next, ++count)
        add_field(*static_cast<PopplerFormFieldMapping*>(item->data), preview, page, reading.document);
    poppler_page_free_form_field_mapping(fields);
    GList* annotations = poppler_page_get_annot_mapping(printed);
    for (GList* item = annotations; item != nullptr && count < most_fields; item = item->next, ++count)
        add_annotation(*static_cast<PopplerAnnotMapping*>(item->data), preview, page, wanted, reading);
    poppler_page_free_annot_mapping(annotations);
}

} // namespace shenbao::pdf
