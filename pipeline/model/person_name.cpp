#include "pipeline/model/person_name.h"

#include "pipeline/model/text.h"

#include <algorithm>

namespace shenbao::person_name {

namespace {

// The Hundred Family Names, what surveys of today's names add to them, and how double names begin.
constexpr std::u32string_view family_names = U"赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
                                             U"柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
                                             U"酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
                                             U"和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋"
                                             U"茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏"
                                             U"蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
                                             U"丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳"
                                             U"汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗"
                                             U"班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰"
                                             U"从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭"
                                             U"贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕"
                                             U"连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘"
                                             U"匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜"
                                             U"养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳"
                                             U"帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福上皇尉"
                                             U"澹淳太轩令宇长鲜拓夹谷宰南门呼端肖付代覃区揭"
                                             U"兰仝邸尧鹿鹏原展苟晋粟占战丛冼练官阿植位庹种迟逯门衣战律生";

// The hundred commonest of today's.
constexpr std::u32string_view common_family_names = U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余"
                                                    U"于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹"
                                                    U"薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤";

// Characters that given names of the last hundred years often have.
constexpr std::u32string_view given_names = U"一丁万三世业东丽乃义之乐乔云亚亮人仁仕代仙令仪任伊伍伟传伦伯佑何佐佩佳依"
                                            U"侠俊保信修健偲傲元兆先光克兰兴兵典军冉冬冰"
                                            U"冲冶凌凡凤凯刚初利力功加勇勋勤化北千升华卓南博卫卿厚友双发叔可史叶司合同"
                                            U"名向启吟君含吾周和咏哲唯啸善喜嘉四回国圆圣坚坤"
                                            U"垒城培基堂堃增士壮声夏夕天太奇奎女好如妍妙妮妹姗姝姣娅娇娉娜娟娣娥娴婉婕"
                                            U"婧婵婷媚媛嫣嫦子孔孝孟季学宁宇守安宏宗官定宛宜"
                                            U"宝实宣容宾寅富寒寿小尔尚山屹岚岩岭岳峰峻崇川州巧帅常平年广庆庚康延建开弘"
                                            U"强彤彦彩彪彬彭影征徐得德心志忠怀思怡恒恩恬恺悦惠"
                                            U"想慈慧懿成承振捷捧攀政敏敬文斌斐斯新方施旋旭时昂昊昌明易昕星春昭晋晓晔晖"
                                            U"晗晚晟晨景晴晶智暄曙曦曼月有朋朔望朝木本杉权杨杭杰"
                                            U"松林果枝枫柏柔柯柱柳栋树校根格桂桃桐桑梁梅梓梦棋棠森楚楠榕槐樱欢欣正武殿"
                                            U"毅民水永汉江池汶沁沙沛河法波泉泓泰泳泽洁洋洪洲浩浪海"
                                            U"涛涵润淇淑淳清渊温港湘源滔滢满漫潇澄澍澜瀚灵灿炎炜炯炳烁烨焕焱然煊煜照熙"
                                            U"熠燕爱爽牧特献玄玉王玖玥玫玮玲珂珊珍珏珠珺琦琨琪琬琳"
                                            U"琴琼瑗瑛瑜瑞瑶瑾璇璐璟璧甜生用田甲申男畅留益盈盛真睿知石硕碧磊礼祎祖祥禄"
                                            U"福禧禹秀秉秋科秦程穆立竹竞章童笑笛筠筱素紫红纯纲纳"
                                            U"纪经维绍继绪绮缘缨美羽翔翠翰耀聪肖育胜胤能自臣舒舟良艳艺艾节芊芝芬芮花芳"
                                            U"芷芸苏苑苗若英茂茉茗茜茵茹荃荣荷莉莎莲莹菁菊菡菲萌萍"
                                            U"萱萧落葆葵蒙蓉蓓蓝蓬蔓蔚蔷蕊蕙蕴蕾薇薪虎虹蝶行衡裕西言训诗诚语诺谊谦谨谷"
                                            U"豪贝贞贤贵赞超越路跃轩轶辉辰达迅远连迪逸遥道邦郁鄂"
                                            U"采里重金鑫钊钢钦钧铁铎铭银锋锐锡锦镇镜长门闯闻阁阔阳陆陶隆隽雁雄雅雨雪雯"
                                            U"雲雷震霄霆霖霜霞露青靖静韬韵韶音顺颂颖风飒飘飞馨驰驹骁骏"
                                            U"高魁魏鲁鲜鸣鸥鸽鸿鹃鹏鹤鹭麒麟黎齐龙";

std::u32string each_once(std::u32string_view list) {
    std::u32string out(list);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

bool stands_in(char32_t c, const std::u32string& list) { return std::binary_search(list.begin(), list.end(), c); }

// Names in characters alone, of the length that those of a family name and one or two characters have.
bool is_chinese(std::u32string_view name) {
    return name.size() >= 2 && name.size() <= 4 && std::all_of(name.begin(), name.end(), text::is_han);
}

} // namespace

const std::u32string& family_characters() {
    static const std::u32string characters = each_once(family_names);
    return characters;
}

const std::u32string& given_characters() {
    static const std::u32string characters = each_once(given_names);
    return characters;
}

bool has_family_name(std::string_view name) {
    const std::u32string points = text::to_u32(name);
    return !is_chinese(points) || stands_in(points.front(), family_characters());
}

bool has_common_family_name(std::string_view name) {
    static const std::u32string common = each_once(common_family_names);
    const std::u32string points = text::to_u32(name);
    return is_chinese(points) && stands_in(points.front(), common);
}

bool has_usual_given_name(std::string_view name) {
    const std::u32string points = text::to_u32(name);
    return !is_chinese(points) ||
           std::all_of(points.begin() + 1, points.end(), [](char32_t c) { return stands_in(c, given_characters()); });
}

} // namespace shenbao::person_name
