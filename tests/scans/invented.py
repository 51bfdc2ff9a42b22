"""Applicants that do not exist: names, credit codes with right check digits (GB 32100-2015), figures."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CITIES = [("山东省", "济南市", "3701", "0531"), ("山东省", "潍坊市", "3707", "0536"), ("江苏省", "无锡市", "3202", "0510"),
          ("浙江省", "嘉兴市", "3304", "0573"), ("河北省", "沧州市", "1309", "0317"), ("四川省", "德阳市", "5106", "0838"),
          ("湖北省", "襄阳市", "4206", "0710"), ("广东省", "佛山市", "4406", "0757"), ("辽宁省", "鞍山市", "2103", "0412"),
          ("福建省", "漳州市", "3506", "0596"), ("安徽省", "芜湖市", "3402", "0553"), ("陕西省", "宝鸡市", "6103", "0917")]
MARKS = ["鑫澜", "麒瑞", "淼清", "瀚霖", "祺盛", "睿驰", "颐和堂", "皓月", "骏腾", "锦穗", "云翮", "蔚蓝湾", "砺锋", "禾苗青", "垦原", "犀牛",
         "翊翔", "澄湖", "朗坤", "嵘峰", "邕江", "琅琊", "旖旎", "赣昌", "魁星", "铄金", "棠溪", "熠辉", "蓁蓁", "黔岭"]
TRADES = ["精密轴承", "数控装备", "纺织", "食品", "化学", "新型建材", "医疗器械", "电缆", "橡胶制品", "仪器仪表", "农业机械", "包装印务", "水泥",
          "制药", "电子科技", "汽车零部件", "船舶重工", "酿造", "钢结构", "环保设备", "玻璃", "陶瓷", "阀门", "饲料"]
ENDINGS = ["有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "（集团）股份有限公司", "科技有限公司"]
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎欧阳"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志鹏宇鑫浩然梓涵淑珍晓东海燕"
STREETS = ["经十东路", "高新区创新大道", "开发区长江路", "临港工业园港城大街", "滨河新区梧桐街", "工业园区纬七路", "西区人民南路", "循环经济产业园兴业路"]
TITLES = ["基于数字孪生的焊接过程质量控制", "全流程追溯的零缺陷管理", "以顾客为中心的质量协同改进模式", "多品种小批量柔性生产质量保证",
          "供应链质量一体化管控经验", "班组自主质量管理的实践", "关键工序在线检测与闭环控制", "精益六西格玛融合推进模式",
          "面向出口产品的全生命周期可靠性管理与服务质量提升", "质量成本精细化管理"]
SENTENCES = ["公司把每一次用户反馈登记在册，由质量部牵头查明原因并限期销号。", "关键工序全部接入在线检测系统，异常自动停线并通知责任人。",
             "三年来一次交验合格率由百分之九十五提高到百分之九十九点三。", "供应商按交付质量分级管理，末级暂停供货并派人帮扶。",
             "员工改进提案当月评审、当月兑现，累计采纳两千余条。", "检验数据由量具直接上传，不再手工抄录，差错率下降九成。",
             "公司建立首席质量官制度，质量目标逐级分解并与绩效挂钩。", "该做法已在六家子公司推广，并接待同行参观交流四十余次。"]
AUTHORITIES = ["市工业和信息化局", "市质量协会", "市市场监督管理局"]


def organisation_check(body):
    """GB 11714: the ninth place of an organisation's code."""
    values = [ord(c) - 48 if c.isdigit() else ord(c) - 55 for c in body]
    rest = (11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2))) % 11) % 11
    return "X" if rest == 10 else str(rest)


def last_place(code):
    """GB 32100-2015: the eighteenth place."""
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    return ALPHABET[(31 - sum(ALPHABET.index(c) * w for c, w in zip(code, weights)) % 31) % 31]


def credit_code(rng, region):
    body = "".join(rng.choice(ALPHABET) for _ in range(8)) if rng.random() < 0.5 else "MA" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(6))
    code = "91" + region + f"{rng.randint(0, 99):02d}" + body + organisation_check(body)
    return code + last_place(code)


def wrong_code(rng, code):
    return code[:-1] + rng.choice([c for c in ALPHABET if c != code[-1]])


def money(value):
    return f"{value:,.2f}"


def person(rng):
    family = rng.choice(FAMILY[:-2])
    return family + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))


def company(rng, city):
    where = rng.choice((city[1][:-1], city[0][:2] + city[1][:-1], city[0][:2], city[1][:-1] + "市"))
    return where + rng.choice(MARKS) + rng.choice(TRADES) + rng.choice(ENDINGS)


def applicant(rng, index):
    city = rng.choice(CITIES)
    revenue = [rng.uniform(3000, 400000)]
    revenue += [revenue[0] * rng.uniform(0.9, 1.25)]
    revenue += [revenue[1] * rng.uniform(0.9, 1.25)]
    profit = [v * rng.uniform(0.01, 0.15) for v in revenue]
    name = company(rng, city)
    town = rng.choice(("", rng.choice(("示范", "临河", "青石")) + rng.choice(("镇", "街道"))))
    building = rng.choice(("", "", f"{rng.randint(1, 9)}号楼{rng.randint(2, 28)}层{rng.randint(101, 2820)}室"))
    local = "".join(rng.choice("0123456789") for _ in range(7))
    return {"number": f"20213{index:02d}", "company": name, "uscc": credit_code(rng, city[2]),
            "address": f"{city[0]}{city[1]}{town}{rng.choice(STREETS)}{rng.randint(1, 3999)}号{building}",
            "legal": person(rng), "contact": person(rng), "phone": f"{city[3]}-{rng.choice('3568')}{local[:6 + (city[3] in ('0531', '0510', '0757'))]}",
            "mobile": f"1{rng.choice('35789')}{rng.randint(0, 999999999):09d}",
            "email": "".join(rng.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(rng.randint(2, 6))) +
                     rng.choice(("", "_", ".")) + str(rng.randint(1, 9999)) + "@" + rng.choice(("example.com", "mail.example.cn", "example-co.com.cn")),
            "title": rng.choice(TITLES), "revenue": [round(v, 2) for v in revenue], "profit": [round(v, 2) for v in profit],
            "intro": "".join(rng.sample(SENTENCES, rng.randint(2, 5))),
            "signed": f"2021年{rng.choice((5, 6))}月{rng.randint(1, 15)}日",
            "authority": city[1][:-1] + rng.choice(AUTHORITIES), "stranger": company(rng, rng.choice(CITIES))}
