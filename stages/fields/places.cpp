#include "stages/fields/places.h"

#include "pipeline/model/text.h"

#include <algorithm>
#include <array>
#include <vector>

namespace shenbao::fields_detail {

namespace {

struct Province {
    std::u32string_view name;   // as it stands before the city, "省" or "自治区" left out
    std::u32string_view cities; // without "市", parted by a blank
};

constexpr std::array<Province, 27> provinces = {{
    {U"河北", U"石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水"},
    {U"山西", U"太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁"},
    {U"内蒙古", U"呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布"},
    {U"辽宁", U"沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛"},
    {U"吉林", U"长春 吉林 四平 辽源 通化 白山 松原 白城"},
    {U"黑龙江", U"哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化"},
    {U"江苏", U"南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁"},
    {U"浙江", U"杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水"},
    {U"安徽", U"合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城"},
    {U"福建", U"福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德"},
    {U"江西", U"南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶"},
    {U"山东", U"济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 莱芜"},
    {U"河南", U"郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店"},
    {U"湖北", U"武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州"},
    {U"湖南", U"长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底"},
    {U"广东",
     U"广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮"},
    {U"广西", U"南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左"},
    {U"海南", U"海口 三亚 三沙 儋州"},
    {U"四川", U"成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳"},
    {U"贵州", U"贵阳 六盘水 遵义 安顺 毕节 铜仁"},
    {U"云南", U"昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧"},
    {U"西藏", U"拉萨 日喀则 昌都 林芝 山南 那曲"},
    {U"陕西", U"西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛"},
    {U"甘肃", U"兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南"},
    {U"青海", U"西宁 海东"},
    {U"宁夏", U"银川 石嘴山 吴忠 固原 中卫"},
    {U"新疆", U"乌鲁木齐 克拉玛依 吐鲁番 哈密"},
}};

std::vector<std::u32string_view> words_of(std::u32string_view list) {
    std::vector<std::u32string_view> words;
    while (!list.empty()) {
        const auto end = std::min(list.find(U' '), list.size());
        words.push_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return words;
}

std::size_t differing(std::u32string_view a, std::u32string_view b) {
    if (a.size() != b.size()) return a.size() + b.size();
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        count += a[i] != b[i];
    return count;
}

// The city of the province that a name is one character off; empty where it is a city, or none or several fit.
std::u32string_view city_meant(const Province& province, std::u32string_view name) {
    std::u32string_view meant;
    for (std::u32string_view city : words_of(province.cities)) {
        const std::size_t off = differing(city, name);
        if (off == 0) return {};
        if (off > 1) continue;
        if (!meant.empty()) return {};
        meant = city;
    }
    return meant;
}

// "过宁省鞍山市": a province one character off, told by its city.
void mend_province(std::u32string& s) {
    const auto end = s.find(U'省');
    if (end != 2 && end != 3) return;
    const std::u32string name = s.substr(0, end);
    const auto city_end = s.find(U'市', end);
    if (city_end == std::u32string::npos) return;
    const std::u32string_view city = std::u32string_view(s).substr(end + 1, city_end - end - 1);
    for (const Province& province : provinces) {
        if (differing(province.name, name) != 1) continue;
        const auto cities = words_of(province.cities);
        if (std::find(cities.begin(), cities.end(), city) == cities.end()) continue;
        s.replace(0, end, province.name);
        return;
    }
}

} // namespace

std::string with_known_places(std::string_view address) {
    std::u32string s = text::to_u32(address);
    mend_province(s);
    for (const Province& province : provinces) {
        if (!std::u32string_view(s).starts_with(province.name)) continue;
        std::size_t begin = province.name.size();
        for (std::u32string_view word : {U"维吾尔自治区", U"壮族自治区", U"回族自治区", U"自治区", U"省"})
            if (std::u32string_view(s).substr(begin).starts_with(word)) {
                begin += word.size();
                break;
            }
        const auto end = s.find(U'市', begin);
        if (end == std::u32string::npos || end - begin < 2 || end - begin > 4) break;
        const std::u32string_view meant = city_meant(province, std::u32string_view(s).substr(begin, end - begin));
        if (!meant.empty()) s.replace(begin, meant.size(), meant);
        break;
    }
    return text::to_utf8(s);
}

} // namespace shenbao::fields_detail
